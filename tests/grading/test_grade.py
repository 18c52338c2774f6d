"""Whatever is handed in: a score, a clear message, and the batch goes on."""
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import pytest
from kit import STUB, cells, code, notebook, with_answers

from cm203.core import CourseError
from cm203.grading.grade import gradebook_of
from cm203.grading.limits import Limits


def one(klass, content, **kw):
    klass.hand_in('ana', content)
    return klass.grade(**kw)['ana']


def messages(r): return ' '.join([r.error, *r.notes, *(t.message for t in r.tests)])


def test_right_and_untouched(klass):
    klass.hand_in('right', cells())
    klass.hand_in('untouched', with_answers(double=STUB.format('double'), triple=STUB.format('triple')))
    res = klass.grade()
    assert (res['right'].score, res['untouched'].score) == (4.5, 0)
    assert 'Not answered yet' in messages(res['untouched'])
    saved = json.loads((klass.out/'tiny'/'right'/'results.json').read_text())
    told = 'name score max_score status number output output_format tags visibility question id seconds message'
    assert saved['score'] == 4.5 and saved['tests'][1].keys() >= set(told.split())


BIG = code('print("x")', outputs=[dict(output_type='stream', name='stdout', text=['x'*1_000_000]*50)])
def code_v3(c):
    return dict(cell_type='code', language='python', input=c['source'], outputs=[], metadata={}, collapsed=False)
SHEET = dict(metadata={}, cells=[code_v3(c) for c in cells()])
V3 = dict(nbformat=3, nbformat_minor=0, metadata={}, worksheets=[SHEET])
UNREADABLE = {
    'empty': (b'', 'file is empty'),
    'broken JSON': (b'{"nbformat": 4, "cells": [', 'cut short'),
    'not UTF-8': ('{"a": "é"}'.encode('utf-16'), 'not UTF-8'),
    'latin-1': ('{"a": "é"}'.encode('latin-1'), 'not UTF-8'),
    'no notebook': (b'[1, 2]', 'no notebook'),
    'old format': (dict(nbformat=2, worksheets=[]), 'format 2'),
    'future format': (dict(nbformat=9, cells=[]), 'format 9'),
    'nested': (b'[' * 100_000, 'nested'),
    'cells no list': (dict(nbformat=4, cells='x'), 'without a list of cells'),
    'R': (notebook(cells(), metadata=dict(kernelspec=dict(language='R'))), 'notebook for r'),
    'Julia': (notebook(cells(), metadata=dict(language_info=dict(name='julia'))), 'notebook for julia'),
}


@pytest.mark.parametrize('name', UNREADABLE)
def test_what_cannot_be_read_is_explained(klass, name):
    content, words = UNREADABLE[name]
    klass.hand_in('rui', cells())
    r = one(klass, content)
    assert (r.score, r.points) == (0, 4.5) and words in r.error and 'Traceback' not in messages(r)
    assert klass.grade()['rui'].score == 4.5, 'the others are graded'


def retyped(cs): return [c | dict(cell_type='markdown') if 'double autograded_answer' in c['source'] else c for c in cs]


WARNS = '''import sys, warnings
def double(x):
    warnings.warn("old")
    print("!", file=sys.stderr)
    return 2*x'''
SHAPES = {
    'big outputs': ([BIG, *cells()], 4.5, ''),
    'format 3': (V3, 4.5, ''),
    'byte order mark': (b'\xef\xbb\xbf' + json.dumps(notebook(cells())).encode(), 4.5, ''),
    'reordered': (cells()[::-1], 4.5, 'released order'),
    'tests deleted': ([c for c in cells() if 'testa' not in c['source']], 4.5, 'put back: testa_1_double'),
    'answer deleted': ([c for c in cells() if 'triple autograded' not in c['source']], 3, '`triple` is missing'),
    'answer emptied': (with_answers(triple=''), 3, '`triple` is empty'),
    'answer cut short': (with_answers(triple='def triple(x):\n    return (3*x'), 3, 'SyntaxError'),
    'answer retyped': (retyped(cells()), 4.5, 'was read as code'),
    'tests made easy': ([c | dict(source=c['source'].splitlines()[0]) if 'testa' in c['source'] else c
                         for c in with_answers(triple='triple = 0')], 3, ''),
    'stub copied below': (cells() + with_answers(double=STUB.format('double'))[1:2], 4.5, 'there 2 times'),
    'stub copied above': (with_answers(double=STUB.format('double'))[1:2] + cells(), 4.5, 'there 2 times'),
    'two answers': (with_answers(double='def double(x): return 0')[1:2] + cells(), 4.5, 'there 2 times'),
    'odd cells': ([None, 3, dict(cell_type='code', source={'a': 1}), dict(cell_type=[], source=None), *cells()],
                  4.5, ''),
    'helper cell': (cells()[:1] + [code('k = 2')] + with_answers(double='def double(x): return k*x')[1:], 4.5, ''),
    'set-up edited': ([code('# dados read_only\nRETRAIN = True\nlimit = 0')] + cells()[1:], 4.5, ''),
    'another notebook': ([code('x = 1')], 0, 'another one?'),
    'no cells': ([], 0, 'another one?'),
    'warns': (with_answers(double=WARNS), 4.5, ''),
    'prints much': (with_answers(double='def double(x):\n    print("x" * 50_000_000)\n    return 2*x'), 4.5, ''),
    'shell': ([code('!touch /tmp/cm203_was_here\n%pip install nothing\n%cd /')] + cells(), 4.5, 'Not run at grading'),
    'magics': (with_answers(double='%time x = 1\ndef double(x): return 2*x'), 4.5, ''),
}


@pytest.mark.parametrize('name', SHAPES)
def test_shapes_of_notebooks(klass, name):
    content, score, words = SHAPES[name]
    r = one(klass, content)
    assert r.score == score, messages(r)
    assert words in messages(r)
    assert not os.path.exists('/tmp/cm203_was_here')


FAST = Limits(cell_seconds=1, submission_seconds=60)
LOOP = 'def triple(x):\n    while True: pass'
DEAF = 'def triple(x):\n    while True:\n        try: sum(range(10**6))\n        except BaseException: pass'
DEADLY = {
    'loop': (LOOP, 3, 'endless loop'),
    'loop that ignores interrupts': (DEAF, 3, 'ignored being interrupted'),
    'loop at definition': ('while True: pass', 3, 'took too long'),
    'exit': ('def triple(x):\n    import os; os._exit(0)', 3, 'exit code 0'),
    'exit at definition': ('import os; os._exit(0)', 3, 'exit code 0'),
    'crash': ('def triple(x):\n    import os, signal; os.kill(os.getpid(), signal.SIGSEGV)', 3, 'signal 11'),
    'sys.exit': ('def triple(x):\n    import sys; sys.exit()', 3, 'SystemExit'),
    'closes every file': ('def triple(x):\n    import os; os.closerange(0, 999); return 3*x', 3, ''),
    'raises oddly': ('class E(Exception):\n    def __str__(self): return 1/0\ndef triple(x): raise E',
                     3, 'cannot be shown'),
}


@pytest.mark.parametrize('name', DEADLY)
def test_what_kills_a_cell_costs_that_question_only(klass, monkeypatch, name):
    monkeypatch.setattr(Limits, 'from_settings', lambda: FAST)
    answer, score, words = DEADLY[name]
    r = one(klass, with_answers(triple=answer))
    assert r.score == score and words in messages(r), messages(r)


def test_deadly_cells_before_the_answers_cost_nothing_but_themselves(klass):
    r = one(klass, [code('import os; os._exit(1)')] + cells() + [code('import os; os._exit(1)')])
    assert r.score == 4.5 and 'your cell 1' in messages(r)


def test_the_whole_notebook_has_a_limit(klass, monkeypatch):
    monkeypatch.setattr(Limits, 'from_settings', lambda: Limits(cell_seconds=1, submission_seconds=4))
    start = time.monotonic()
    r = one(klass, [code('import time; time.sleep(.9)')] * 30 + cells())
    assert r.score < 4.5 and 'whole notebook took more than 4 s' in messages(r)
    assert time.monotonic() - start < 20


def test_hidden_tests_are_not_told(klass):
    r = one(klass, with_answers(double='def double(x): return 2*x if x != 10 else 0'))
    assert r.score == 2.5
    student = (klass.out/'tiny'/'ana'/'results.json').read_text()
    assert 'secret' not in student and 'a hidden check did not' in student
    assert any('secret: 20' in t.detail for t in r.tests), 'the teacher reads it'


def test_unchanged_is_not_graded_again(klass):
    klass.hand_in('rui', cells())
    one(klass, cells())
    stamps = graded_at(klass)
    klass.hand_in('rui', with_answers(triple='def triple(x): return 0'))
    os.remove(klass.out/'tiny'/'ana'/'results.json')
    time.sleep(1.1)
    res = klass.grade()
    assert (res['ana'].score, res['rui'].score) == (4.5, 3)
    assert graded_at(klass)['ana'] == stamps['ana'] and graded_at(klass)['rui'] > stamps['rui']
    assert (klass.out/'tiny'/'ana'/'results.json').exists()


def graded_at(klass):
    try: db = sqlite3.connect(f'file:{klass.out/"gradebook.sqlite"}?mode=ro', uri=True)
    except sqlite3.OperationalError: return {}
    try: return dict(db.execute('select student, graded_at from attempt'))
    except sqlite3.OperationalError: return {}
    finally: db.close()


def test_kill_and_resume(klass):
    "kill -9 in the middle: what is recorded stays, the rest is graded by the next run, with the same scores."
    n = 24
    for i in range(n):
        answers = with_answers(triple=f'def triple(x): return {3 if i % 2 else 4}*x')
        klass.hand_in(f's{i:02}', [code('import time\ntime.sleep(.3)')] + answers)
    cm203 = [sys.executable, '-c', 'from cm203.course.cli import main; main()']
    cmd = [*cm203, 'grade', klass.master, klass.subs, '--out', klass.out]
    p = subprocess.Popen(cmd, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 90
    while len(graded_at(klass)) < 5 and time.monotonic() < deadline: time.sleep(.05)
    os.killpg(p.pid, signal.SIGKILL)
    p.wait()
    before = graded_at(klass)
    assert 5 <= len(before) < n
    time.sleep(1.1)
    res = klass.grade()
    assert {k: graded_at(klass)[k] for k in before} == before, 'nothing is graded twice'
    assert [res[f's{i:02}'].score for i in range(n)] == [4.5 if i % 2 else 3 for i in range(n)]


def test_jobs_do_not_change_scores(klass):
    for i in range(6): klass.hand_in(f's{i}', with_answers(triple=f'def triple(x): return {i}*x'))
    a = {k: (r.score, [t.message for t in r.tests]) for k, r in klass.grade(jobs=1).items()}
    klass.out = klass.root/'other'
    assert a == {k: (r.score, [t.message for t in r.tests]) for k, r in klass.grade(jobs=4).items()}


def test_the_notebook_comes_back_with_what_tests_say(klass):
    "Whatever the student wrote is as it was; what is odd is graded all the same, and not handed back."
    wrong = with_answers(triple='def triple(x): return 0')
    klass.hand_in('ana', wrong)
    klass.hand_in('odd', json.dumps(notebook(wrong, nbformat_minor='four')).encode())
    assert {k: r.score for k, r in klass.grade().items()} == dict(ana=3, odd=3)
    back = json.loads((klass.out/'tiny'/'ana'/'feedback.ipynb').read_text())['cells']
    assert [c['source'] for c in back if not c.get('id', '').startswith('feedback')] == [c['source'] for c in wrong]
    said = [c['source'].splitlines()[0] for c in back if c.get('id', '').startswith('feedback')]
    assert said == ['✓ **testa_1_double: 1 of 1**', '✓ **testa_2_double: 2 of 2**', '✗ **testa_1_triple: 0 of 1.5**']


def test_a_gradebook_is_for_all_labs(klass):
    one(klass, cells())
    klass.master = klass.master.rename(klass.root/'lab_other.ipynb')
    klass.hand_in('ana', with_answers(triple='def triple(x): return 0'))
    assert klass.grade()['ana'].score == 3
    told = {p.parent.parent.name: json.loads(p.read_text())['score'] for p in klass.out.glob('*/ana/results.json')}
    assert told == dict(tiny=4.5, other=3)


def test_two_gradings_at_once(klass):
    "The second one is told, and changes nothing."
    klass.hand_in('ana', cells())
    with gradebook_of(klass.out), pytest.raises(CourseError, match='another command writes grades there'): klass.grade()
    assert klass.grade()['ana'].score == 4.5


def test_nothing_is_left_behind(klass, tmp_path, monkeypatch):
    scratch = tmp_path/'scratch'
    scratch.mkdir()
    monkeypatch.setattr(tempfile, 'tempdir', str(scratch))
    one(klass, with_answers(double='import os\nopen("junk", "w").write("x")\ndef double(x): os._exit(0)'))
    assert {p.name for p in scratch.glob('cm203-*')} <= {'cm203-ipython'}
