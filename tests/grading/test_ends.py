"""How a run ended is told by its type: what students call their classes, and what PyTorch raises, changes nothing."""
import json
import sqlite3
from dataclasses import replace

import pytest
from kit import STUB, cells, code, notebook, with_answers

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
        return dict(db.execute('select key, graded_at from attempt'))


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


DEDUCTS = code('# deduct_1_triple autograder_deduction 0.5\nassert triple(1) == 3')
SLEEPS, EXITS = code('import time\ntime.sleep(9)'), code('import os\nos._exit(1)')
NEVER_RAN = {
    'no time left': ([*cells(), *[SLEEPS]*3], 4.5),
    'too little time left': ([*cells(), SLEEPS, code('x = 1')], 4.5),
    'too many deaths': ([*cells(), *[EXITS]*5], 4.5),
    'ran and passed': (cells(), 4.5),
    'ran and failed': (with_answers(triple='def triple(x): return 6'), 4),
    'ran and died': (with_answers(triple='import os\ndef triple(x): return 6 if x == 2 else os._exit(0)'), 4),
}


def test_a_deduction_that_never_ran_is_never_taken(klass, monkeypatch):
    limits = Limits(cell_seconds=2., submission_seconds=4., deaths=4)
    monkeypatch.setattr(Limits, 'from_settings', lambda: limits)
    klass.master.write_text(json.dumps(notebook([*cells(), DEDUCTS])))
    for i, (content, _) in enumerate(NEVER_RAN.values()): klass.hand_in(f's{i}', content)
    scores = dict(zip(NEVER_RAN, (r.score for r in klass.grade().values())))
    assert scores == {name: score for name, (_, score) in NEVER_RAN.items()}


LATER = {
    'names': 'limit = 3\nRETRAIN = True\ndouble = None',
    'the function itself': 'double.__code__ = (lambda x: 0).__code__',
    'what both use': 'import builtins\nbuiltins.RETRAIN = 1\nbuiltins.len = None',
    'a process': 'import os\nos._exit(1)',
}


@pytest.mark.parametrize('later', LATER.values(), ids=LATER)
def test_a_later_cell_costs_no_hidden_check_above_it(klass, later):
    "Hidden parts run when all else has run, but as if they had run in their place."
    klass.hand_in('ana', [*cells(), code(later)])
    assert klass.grade()['ana'].score == 4.5


def test_time_that_later_cells_take_costs_no_hidden_check(klass, monkeypatch):
    monkeypatch.setattr(Limits, 'from_settings', lambda: Limits(cell_seconds=2, submission_seconds=6))
    klass.hand_in('ana', [*cells(), *[code('import time\ntime.sleep(9)')]*4])
    r = klass.grade()['ana']
    assert r.score == 4.5 and 'more than 6 s' in ' '.join(r.notes)


def test_only_what_was_run_deducts(klass, monkeypatch):
    "A deduction for which there was no time is not taken, one that failed is."
    deduct = '# deduct_1_double autograder_deduction 0.5\nassert double(3) == 7'
    lab = [*cells(), code(deduct)]
    klass.master.write_text(json.dumps(notebook(lab)))
    monkeypatch.setattr(grading, 'try_master', lambda *_: None)  # the reference pays it, too
    klass.hand_in('ana', cells())
    assert klass.grade()['ana'].score == 4
    slow = 'import time\ndef double(x):\n    if x == 10: time.sleep(9)\n    return 2*x'
    monkeypatch.setattr(Limits, 'from_settings', lambda: Limits(cell_seconds=2, submission_seconds=2))
    klass.hand_in('ana', [*with_answers(double=slow)])
    assert klass.grade()['ana'].score == 2.5
