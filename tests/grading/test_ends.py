"""How a run ended is told by its type: what students call their classes, and what PyTorch raises, changes nothing."""
import sqlite3
from dataclasses import replace

import pytest
from kit import STUB, with_answers

from cm203.grading import grade as grading
from cm203.grading.limits import Limits


def graded(klass, **answers):
    klass.hand_in('ana', with_answers(**answers))
    return klass.grade()['ana']


def message(r, test): return next(t.message for t in r.tests if t.name == test)


RAISES = '''class {name}({base}): pass
def triple(x):
    raise {name}('three lives')'''
TAKEN = 'Died', 'Gone', 'Lost', 'CellTimeout', 'RemoteError', 'BadData'


@pytest.mark.parametrize('base', ['Exception', 'ValueError'])
@pytest.mark.parametrize('name', TAKEN)
def test_a_students_class_may_have_any_name(klass, monkeypatch, name, base):
    courts, run = [], grading.run_steps
    def counted(steps, start, limits): return run(steps, lambda: courts.append(1) or start(), limits)
    monkeypatch.setattr(grading, 'run_steps', counted)
    r = graded(klass, triple=RAISES.format(name=name, base=base))
    assert r.score == 3
    told = message(r, 'testa_1_triple')
    assert told == f"{name}: three lives (cell `triple`, line 4: `raise {name}('three lives')`)"
    assert len(courts) == 1, 'nothing was taken for an end'


LOSS = '''import torch
import torch.nn.functional as F
def triple(x):
    return F.cross_entropy(torch.tensor([1]), torch.tensor([[.2, .8]]))'''


def test_not_answered_is_the_stubs_own_line(klass):
    "PyTorch raises NotImplementedError, too: here the loss was called with its arguments swapped."
    told = message(graded(klass, triple=LOSS), 'testa_1_triple')
    assert 'Not answered' not in told and told.startswith('NotImplementedError: ') and 'line 5' in told, told
    told = message(graded(klass, triple=STUB.format('triple')), 'testa_1_triple')
    assert told == 'Not answered yet: `triple` still raises NotImplementedError.'
    told = message(graded(klass, triple='raise NotImplementedError()'), 'testa_1_triple')
    assert told.startswith('Not answered yet'), 'also where the stub is no function'


def graded_at(klass):
    with sqlite3.connect(klass.out/'gradebook.sqlite') as db:
        return dict(db.execute('select key, graded_at from submission'))


@pytest.mark.parametrize('limit', ['memory_mib', 'disk_mib', 'open_files', 'threads', 'answer_mib', 'cell_seconds'])
def test_another_limit_grades_again(klass, monkeypatch, limit):
    graded(klass)
    before = graded_at(klass)
    klass.grade()
    assert graded_at(klass) == before, 'the same limits: not graded again'
    other = replace(Limits.from_settings(), **{limit: getattr(Limits, limit)*2 - 1})
    monkeypatch.setattr(Limits, 'from_settings', lambda: other)
    klass.grade()
    assert graded_at(klass).keys() != before.keys()
