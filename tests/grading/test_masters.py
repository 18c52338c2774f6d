"""The teacher's own mistakes and days: a master that does not work grades nothing, what is finished is never lost."""
import json
import os
import signal
import sqlite3
import subprocess
import time

import pytest
from kit import COMMAND, STUB, cells, cm203, code, notebook, with_answers

from cm203.core import CourseError

HIDDEN = notebook(cells())
STUBS = {q: STUB.format(q) for q in ('double', 'triple')}
PUBLIC = [c for c in cells() if 'testa_2' not in c['source']]


def graded(klass, *args, **kw): return cm203('grade', klass.master, klass.subs, '--out', klass.out, *args, **kw)


BROKEN = {
    'a data set that is not here': (code('# dados read_only\npath = open("/srv/pictures")'),
                                    'cell 1 (`dados`): your own cell fails'),
    'a given cell': (code('1/0'), 'your own cell fails: ZeroDivisionError'),
    'a reference': (code('def triple(x): return 4*x'), 'testa_1_triple`): a test of your reference fails'),
}


@pytest.mark.parametrize('name', BROKEN)
def test_the_masters_own_run_comes_first(klass, name):
    cell, words = BROKEN[name]
    at = 0 if name.startswith('a data') else 5
    klass.master.write_text(json.dumps(notebook([*cells()[:at], cell, *cells()[at + (not at):]])))
    klass.hand_in('ana', cells())
    done = graded(klass)
    assert done.returncode == 1 and 'nothing was graded' in done.stderr and words in done.stderr, done.stderr
    assert 'Traceback' not in done.stderr and not list(klass.out.glob('*/*/results.json'))
    klass.master.write_text(json.dumps(HIDDEN))
    assert graded(klass).returncode == 0 and klass.grade()['ana'].score == 4.5


def test_a_result_holds_for_its_data(klass, tmp_path, monkeypatch):
    "Another data set under the same name: the class is graded again."
    for name in ('CM203_CACHE', 'CM203_DATA'): monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv('CM203_DATA', str(tmp_path/'voc'))
    (tmp_path/'voc').mkdir()
    (tmp_path/'voc'/'n.txt').write_text('2')
    given = "# dados read_only\nfrom cm203.all import *\nfactor = int((get_data('voc')/'n.txt').read_text())"
    klass.master.write_text(json.dumps(notebook([code(given), *cells()[1:3]])))
    klass.hand_in('ana', with_answers(double='def double(x): return factor*x')[1:3])
    for content, score in (('2', 1), ('33', 0)):
        (tmp_path/'voc'/'n.txt').write_text(content)
        cmd = *COMMAND, 'grade', klass.master, klass.subs, '--out', klass.out  # a new process: it knows the variable
        done = subprocess.run(cmd, capture_output=True, text=True)
        assert json.loads((klass.out/'tiny'/'ana'/'results.json').read_text())['score'] == score, done.stderr


READS = """# dados read_only
from pathlib import Path
pictures = Path('pictures')/'street'
other = Path({beside!r})
limit = 10
RETRAIN = True"""
LOOKS = """def double(x):
    try: found = sum(1 for _ in Path('..').resolve().iterdir())
    except PermissionError: found = 0
    for p in ('{here}/lab_tiny.ipynb', '{here}/pictures/other.txt', '{here}'):
        try: Path(p).stat() and (list(Path(p).iterdir()) if Path(p).is_dir() else open(p))
        except (PermissionError, FileNotFoundError): continue
        found += 1
    try: (pictures/'new.txt').write_text('x')
    except OSError: pass
    else: found += 1
    if found: return 'saw what it should not'
    return int((pictures/'n.txt').read_text()) * int((other/'n.txt').read_text()) // 2 * x"""


def test_what_a_read_only_cell_names_can_be_read(klass, tmp_path_factory):
    "A folder beside the master, and one elsewhere: read only, and nothing beside them."
    beside = tmp_path_factory.mktemp('elsewhere')
    for folder in (klass.root/'pictures'/'street', beside): folder.mkdir(parents=True, exist_ok=True)
    for path in (klass.root/'pictures'/'street'/'n.txt', beside/'n.txt', klass.root/'pictures'/'other.txt'):
        path.write_text('2')
    reference = LOOKS.format(here=klass.root)
    lab = [code(READS.format(beside=str(beside))), *with_answers(double=reference)[1:]]
    klass.master.write_text(json.dumps(notebook(lab)))
    klass.hand_in('ana', lab)
    done = graded(klass)
    assert done.returncode == 0, done.stderr
    assert {k: r.score for k, r in klass.grade().items()} == dict(ana=4.5)
    assert not (klass.root/'pictures'/'street'/'new.txt').exists()
    (klass.root/'pictures').rename(klass.root/'photos')
    done = graded(klass, '--force')
    assert done.returncode == 1 and 'FileNotFoundError' in done.stderr and 'Cells read what' in done.stderr, done.stderr


NO_MASTERS = {
    'the students\' notebook': ([c for c in with_answers(**STUBS) if 'testa_2' not in c['source']],
                                'the students\' notebook'),
    'no tests': ([code('x = 1')], 'no test cells'),
    'a photo': (b'a photo', 'Not valid JSON'),
}


@pytest.mark.parametrize('name', NO_MASTERS)
def test_what_is_no_master_is_refused(klass, name):
    content, words = NO_MASTERS[name]
    klass.master.write_bytes(content if isinstance(content, bytes) else json.dumps(notebook(content)).encode())
    klass.hand_in('ana', cells())
    done = graded(klass)
    assert done.returncode == 1 and words in done.stderr and not klass.out.exists(), done.stderr


def test_a_master_without_hidden_tests_is_asked_for(klass):
    klass.master.write_text(json.dumps(notebook(PUBLIC)))
    klass.hand_in('ana', PUBLIC)
    done = graded(klass)
    assert done.returncode == 0 and 'no test is hidden' in done.stdout
    import pty
    ours, theirs = pty.openpty()
    cmd = *COMMAND, 'grade', klass.master, klass.subs, '--out', klass.root/'other'
    p = subprocess.Popen(cmd, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    os.write(ours, b'n\n')
    out, _ = p.communicate(timeout=60)
    assert p.returncode == 1 and 'Nothing was graded' in out and not (klass.root/'other').exists()


def test_swapped_arguments(klass):
    (klass.root/'ana.ipynb').write_text(json.dumps(notebook(PUBLIC)))
    done = cm203('grade', klass.root/'ana.ipynb', klass.master, '--out', klass.out)
    assert done.returncode == 1 and 'The order is: cm203 grade MASTER SUBMISSIONS' in done.stderr, done.stderr


def test_what_everybody_fails_is_said(klass):
    for i in range(4): klass.hand_in(f's{i}', with_answers(triple=f'def triple(x): return {i + 4}*x'))
    klass.hand_in('untouched', with_answers(**STUBS))
    done = graded(klass)
    assert done.returncode == 1 and 'Warning: 4 of 4 fail testa_1_triple' in done.stderr, done.stderr
    klass.hand_in('right', cells())
    done = graded(klass)
    assert done.returncode == 0 and 'Warning' not in done.stderr


def start(klass):
    "The command, until the first results are there."
    cmd = *COMMAND, 'grade', klass.master, klass.subs, '--out', klass.out, '--jobs', '2'
    p = subprocess.Popen(cmd, start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 90
    while len(recorded(klass)) < 3 and time.monotonic() < deadline: time.sleep(.05)
    return p


def recorded(klass):
    "Students in the gradebook."
    try: db = sqlite3.connect(f'file:{klass.out/"gradebook.sqlite"}?mode=ro', uri=True)
    except sqlite3.OperationalError: return set()
    try: return {s for s, in db.execute('select student from attempt')}
    except sqlite3.OperationalError: return set()
    finally: db.close()


def test_interruption_keeps_what_is_done(klass):
    "Ctrl-C ends long cells at once; what was finished has its results.json; the next run goes on."
    for i in range(3): klass.hand_in(f'a{i}', cells())
    for i in range(4): klass.hand_in(f'b{i}', [code('import time\ntime.sleep(15)'), *cells()])
    p = start(klass)
    before, begin = recorded(klass), time.monotonic()
    os.killpg(p.pid, signal.SIGINT)
    assert p.wait(60) == 130 and time.monotonic() - begin < 3
    err = p.communicate()[1]
    assert 'Interrupted. What was done is kept' in err and 'Traceback' not in err
    assert recorded(klass) == before == {p.parent.name for p in klass.out.glob('*/*/results.json')}


def test_a_second_interruption_ends_at_once(klass):
    for i in range(3): klass.hand_in(f'a{i}', cells())
    for i in range(4): klass.hand_in(f'b{i}', [code('import time\ntime.sleep(15)'), *cells()])
    p = start(klass)
    for _ in range(2):
        os.killpg(p.pid, signal.SIGINT)
        time.sleep(.01)
    begin = time.monotonic()
    assert p.wait(60) == 130 and time.monotonic() - begin < 1
    p.communicate()


MISTAKES = {
    'a file as folder': (('--out', '{master}'), 'cannot be made a folder'),
    'a gradebook of something else': (('--out', '{root}'), 'no gradebook'),
    'no jobs': (('--jobs', '-1'), 'write --jobs 1 or more'),
    'a cluster that is none': (('--scheduler', 'tcp://127.0.0.1:1'), 'No Dask scheduler'),
}


@pytest.mark.parametrize('name', MISTAKES)
def test_mistakes_are_one_sentence(klass, name):
    args, words = MISTAKES[name]
    (klass.root/'gradebook.sqlite').write_text('a photo' * 99)
    klass.hand_in('ana', cells())
    told = [a.format(master=klass.master, root=klass.root) for a in args]
    done = cm203('grade', klass.master, klass.subs, *told, cwd=klass.root)
    assert done.returncode == 1 and words in done.stderr and 'Traceback' not in done.stderr, done.stderr
    assert done.stderr.count('\n') <= 2


def test_what_students_write_stays_text(klass):
    "Neither the terminal nor the table's markup obeys a student."
    klass.master = klass.master.rename(klass.root/'lab_[x]tiny.ipynb')
    klass.hand_in('[bold]x', with_answers(triple='def triple(x): raise ValueError("\\x1b[2J[/z]\\u202e")'))
    done = graded(klass)
    assert done.returncode == 0 and '\x1b' not in done.stdout and '\u202e' not in done.stdout, done.stderr
    assert r'ValueError: \x1b[2J[/z]\u202e' in done.stdout and '[x]tiny: 1 person' in done.stdout


def test_only_a_course_error_is_for_the_teacher(klass):
    klass.subs.rename(klass.root/'x')
    with pytest.raises(CourseError, match='no such file or folder'): klass.grade()
