"""The autograder that is packed for Gradescope, run in a tree laid out like its container's."""
import json
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from kit import MASTER, cells, notebook, with_answers

from cm203.grading import confine, gradescope
from cm203.grading.grades import Course
from cm203.grading.limits import Limits
from cm203.grading.rules import Rules, parse_late

DUE = datetime(2027, 3, 1, 23, 59, tzinfo=timezone.utc)
ANA = dict(name='Ana Lima', id=7, email='ana@example.com')
RIGHT = with_answers(double='def double(x): return 2*x', triple='def triple(x): return 3*x')
HIDDEN_WRONG = with_answers(double='def double(x): return 2*x if x != 10 else 0', triple='def triple(x): return 3*x')
WRONG = with_answers(double='def double(x): return x', triple='def triple(x): return 3*x')


@pytest.fixture
def container(tmp_path):
    "What lies below /autograder once the container is built; its environment is the one that runs this."
    root, made = tmp_path/'autograder', tmp_path/'made'
    made.mkdir()
    (made/'lab_tiny.ipynb').write_text(json.dumps(notebook(cells())))
    (made/'cm203.whl').write_bytes(b'installed already')
    gradescope.pack_autograder(made/'lab_tiny.ipynb', made/'cm203.whl', made/'tiny.zip')
    for name in 'source', 'submission', 'results': (root/name).mkdir(parents=True)
    with zipfile.ZipFile(made/'tiny.zip') as z: z.extractall(root/'source')
    shutil.copy(root/'source'/'run_autograder', root)
    python = root/'venv'/'bin'/'python'
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return root


def hand_in(root, content, late=timedelta(hours=-1), name='tiny.ipynb', users=(ANA,)):
    "Put a submission there, as Gradescope does."
    about = dict(id=1, created_at=(DUE + late).isoformat(), users=list(users), previous_submissions=[],
                 assignment=dict(due_date=DUE.isoformat(), title='Tiny', total_points='4.5'))
    (root/'submission_metadata.json').write_text(json.dumps(about))
    (root/'submission'/name).write_text(content if isinstance(content, str) else json.dumps(notebook(content)))


def results(root):
    "What results.json has after a run in this process."
    gradescope.autograde(root)
    res = json.loads((root/'results'/'results.json').read_text())
    return res, {t['name']: t for t in res['tests']}


def at_once(res): return json.dumps([t for t in res['tests'] if t['visibility'] == 'visible'])


def test_the_archive_has_what_gradescope_wants(tmp_path):
    for name in 'a.ipynb', 'a.whl': (tmp_path/name).write_text('{}')
    gradescope.pack_autograder(tmp_path/'a.ipynb', tmp_path/'a.whl', tmp_path/'a.zip')
    with zipfile.ZipFile(tmp_path/'a.zip') as z: modes = {i.filename: i.external_attr >> 16 for i in z.infolist()}
    assert modes['setup.sh'] & 0o111 and modes['run_autograder'] & 0o111 and not modes['a.ipynb'] & 0o111
    for script in gradescope.SETUP, gradescope.RUN:
        assert subprocess.run(['bash', '-n'], input=script, text=True).returncode == 0


def test_the_script_grades(container):
    "As the harness calls it: the script, from another folder."
    hand_in(container, RIGHT)
    done = subprocess.run(['bash', container/'run_autograder'], cwd='/', capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    res = json.loads((container/'results'/'results.json').read_text())
    assert (res['score'], res['extra_data']) == (4.5, dict(confinement=done.stdout.strip()))


def test_what_is_hidden_waits_for_the_due_date(container):
    hand_in(container, HIDDEN_WRONG)
    res, by = results(container)
    assert res['score'] == 2.5 and '3 of 3 public checks passed' in by['Public checks']['output']
    assert 'hidden' not in at_once(res) and '"score"' not in at_once(res)
    later = by['double: testa_2_double']
    assert later['visibility'] == 'after_due_date' and 'a hidden check did not' in later['output']
    assert 'secret' not in json.dumps(res)


def test_what_is_wrong_in_public_is_said_at_once(container):
    hand_in(container, WRONG)
    res, by = results(container)
    assert res['score'] == 1.5 and 'double(2) is 2, not 4' in by['Public checks']['output']


def test_late_work_costs_what_the_course_says(container, monkeypatch):
    "By the platform's clock and due date; somebody's own date goes before it."
    rules = Rules(late=parse_late('10 % a day, 3 days'))
    monkeypatch.setattr(Course, 'from_settings', classmethod(lambda cls: Course(dict(tiny=rules))))
    for late, users, score in ((timedelta(hours=30), [ANA], 3.6), (timedelta(days=9), [ANA], 0.),
                               (timedelta(hours=30), [ANA | dict(assignment=dict(due_date='2027-03-05T00:00Z'))], 4.5)):
        hand_in(container, RIGHT, late, users=users)
        res, by = results(container)
        assert (res['score'], 'Remarks' in by) == (score, score < 4.5)


def test_of_several_files_the_labs_counts(container):
    hand_in(container, [dict(cell_type='code', source='print(1)', metadata={}, outputs=[], execution_count=None)],
            name='aaa.ipynb')
    hand_in(container, RIGHT, name='zzz.ipynb')
    res, by = results(container)
    assert res['score'] == 4.5 and 'aaa.ipynb does not count' in by['Public checks']['output']


def test_no_notebook_has_a_result_and_a_reason(container):
    hand_in(container, 'Sorry.', name='note.txt')
    res, by = results(container)
    assert res['score'] == 0 and 'No notebook (.ipynb) in what was handed in: note.txt' in by['Public checks']['output']


HOSTILE = '''
import json, os, subprocess, threading
from pathlib import Path
for root in {root!r}, '/autograder', '.':
    try: Path(root, 'results', 'results.json').write_text(json.dumps(dict(score=99)))
    except OSError: pass
def double(x):
    for p in Path({root!r}, 'source').glob('*.ipynb'): raise ValueError(p.read_text())
    return 2*x
'''


@pytest.mark.parametrize('landlock', [True, False])
def test_hostile_work_wins_and_reads_nothing(container, monkeypatch, landlock):
    "Also where the container has no Landlock: as root, or with namespaces, other layers do what it would."
    if not landlock:
        monkeypatch.setattr(confine, 'landlock_version', lambda: 0)
        confine.confinement_here.cache_clear()
    subprocess.run(['chmod', '-R', 'go=', container/'source'], check=True)
    hand_in(container, with_answers(double=HOSTILE.format(root=str(container)), triple='def triple(x): return 3*x'))
    layers = confine.told_layers()
    if not landlock and not {'user', 'namespaces'} & set(layers.split('.')[0].replace(',', '').split()):
        pytest.skip('this system has no other layer for files')
    res, by = results(container)
    confine.confinement_here.cache_clear()
    assert res['score'] <= 4.5 and 'secret' not in json.dumps(res), by
    assert ('files' in res['extra_data']['confinement'].split('.')[0]) == landlock
    assert landlock or 'landlock_create_ruleset' in res['extra_data']['confinement']


def test_endless_work_ends(container, monkeypatch):
    monkeypatch.setattr(Limits, 'from_settings', lambda: Limits(cell_seconds=1.))
    hand_in(container, with_answers(double='def double(x):\n    while True: pass', triple='def triple(x): return 3*x'))
    res, by = results(container)
    assert res['score'] == 1.5 and 'took too long' in by['Public checks']['output']


def test_a_lab_that_does_not_work_there_stops_the_build(container):
    "As setup.sh runs it at its end."
    gradescope.try_here(container/'source')
    broken = MASTER.replace('return 2*x', 'return 2*x + 1')
    (container/'source'/'lab_tiny.ipynb').write_text(json.dumps(notebook(cells(broken))))
    with pytest.raises(gradescope.CourseError, match='The master does not work here'):
        gradescope.try_here(container/'source')


def test_a_grader_that_fails_leaves_no_results(container):
    (container/'source'/'lab_tiny.ipynb').unlink()
    hand_in(container, RIGHT)
    with pytest.raises(SystemExit, match='Not graded: .*0 notebooks'): gradescope.autograde(container)
    assert not list(Path(container/'results').iterdir())
