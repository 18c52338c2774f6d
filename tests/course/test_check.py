"""What a student is told before handing in, and what `pytest --submission` prints, agree with the grade."""
import json
import subprocess
import sys

import pytest
from kit import MASTER, STUB, cells, cm203, notebook, with_answers

from cm203.core import checkout_root
from cm203.course import check as checking
from cm203.course.check import check
from cm203.course.demo import cook, recipes
from cm203.course.dialect import parse_lab
from cm203.course.settings import course_labs
from cm203.grading import confine
from cm203.grading.confine import missing_protections
from cm203.grading.grade import grade
from cm203.grading.limits import Limits


@pytest.fixture(scope='module')
def half(tmp_path_factory):
    "The bundled submission that earns 4 of 10 in the CNN lab."
    recipe = recipes(checkout_root()/'tests'/'grading'/'submissions')['half_right']
    path = tmp_path_factory.mktemp('student')/'my.ipynb'
    path.write_text(cook(next(lab for lab in course_labs() if lab.name == 'cnn'), recipe))
    return path


def test_check_tells_what_passes(half):
    done = check(half)
    text = str(done)
    assert not done.ok and done.begun
    assert 'All cells of the lab are in place' in text and '8 of 17 public checks passed' in text
    assert '✓ questao_dataset: 3 of 3' in text and '✗ questao_arquitetura: 0 of 4' in text
    assert 'all tests' not in text.lower()


def test_check_names_what_is_missing(half):
    nb = json.loads(half.read_text())
    nb['cells'] = [c for c in nb['cells'] if not ''.join(c['source']).startswith('# questao_dataset ')]
    other = half.with_name('other.ipynb')
    other.write_text(json.dumps(nb))
    done = check(other)
    text = str(done)
    assert not done.ok and 'The answer cell `questao_dataset` is missing' in text


def test_pytest_prints_the_points_of_a_submission(half):
    cmd = [sys.executable, '-m', 'pytest', '-q', 'tests/labs/test_cnn.py', '--submission', half]
    out = subprocess.run(cmd, cwd=checkout_root(), capture_output=True, text=True).stdout
    assert any(line.split() == ['total', '4', 'of', '10'] for line in out.splitlines()), out[-2000:]


ANSWERS = {
    'writes_elsewhere': 'open("/tmp/cm203-check", "w").write("x")\ndef triple(x): return 3*x',
    'runs_a_program': 'import subprocess\ndef triple(x):\n    subprocess.run(["true"], check=True)\n    return 3*x',
    'starts_a_process': 'import os\ndef triple(x):\n    if os.fork() == 0: os._exit(0)\n    return 3*x',
    'loops': 'def triple(x):\n    while True: pass',
    'takes_memory': 'def triple(x): return [0] * (1 << 40)',
    'reads_elsewhere': 'def triple(x): return 3*x if open("/etc/passwd") else 0',
    'is_right': 'def triple(x): return 3*x',
    'is_wrong': 'def triple(x): return 4*x',
}
LAB = MASTER[:MASTER.index('### BEGIN HIDDEN')] + MASTER[MASTER.index('---\n# triple'):]


@pytest.fixture
def public_lab(tmp_path, monkeypatch):
    "A lab without hidden tests, the only one of the course, under small limits."
    (tmp_path/'lab_tiny.ipynb').write_text(json.dumps(notebook(cells(LAB))))
    monkeypatch.setattr(checking, 'released_labs', lambda: [parse_lab(tmp_path/'lab_tiny.ipynb')])
    monkeypatch.setattr(Limits, 'from_settings', lambda: Limits(cell_seconds=1.5))
    (tmp_path/'subs').mkdir()
    for name, answer in ANSWERS.items():
        own = [c if 'testa_2' not in c['source'] else cells(LAB)[3] for c in with_answers(triple=answer)]
        (tmp_path/'subs'/f'{name}.ipynb').write_text(json.dumps(notebook(own)))
    return tmp_path


@pytest.mark.skipif(bool(missing_protections()), reason='needs a system that confines')
def test_check_is_the_grader(public_lab):
    "The same tests pass, and the same is said of the others."
    for r in grade(public_lab/'lab_tiny.ipynb', [public_lab/'subs'], public_lab/'grades'):
        done = check(public_lab/'subs'/r.source)
        text = str(done)
        assert done.ok == (r.student == 'is_right') == all(t.passed for t in r.tests), text
        assert f'{sum(t.passed for t in r.tests)} of 3 public checks passed' in text
        assert not [t.message for t in r.tests if t.message not in text], text
        assert 'Not confined' not in text


def test_check_says_where_it_is_less(public_lab, monkeypatch):
    "A system without Landlock checks all the same, and says in a line that it is not as grading is."
    monkeypatch.setattr(confine, 'landlock_version', lambda: 0)
    confine.confinement_here.cache_clear()
    right, program = (check(public_lab/'subs'/f'{name}.ipynb') for name in ('is_right', 'runs_a_program'))
    confine.confinement_here.cache_clear()
    said, = (line for line in str(right).splitlines() if line.startswith('Not confined'))
    assert right.ok and 'this system lacks Landlock (files)' in said
    assert not program.ok, 'what is left of the confinement still forbids it'


def test_check_elsewhere_is_the_grader_without_limits(public_lab, monkeypatch):
    "On macOS and Windows: a fresh process, ended when it takes too long; nothing else is limited."
    monkeypatch.setattr(checking.sys, 'platform', 'darwin')
    for name, ok in dict(reads_elsewhere=True, is_wrong=False, loops=False).items():
        done = check(public_lab/'subs'/f'{name}.ipynb')
        assert done.ok == ok and 'Landlock and seccomp, which are Linux' in str(done), f'{name}\n{done}'
    assert 'it took more than 1.5 s' in str(done)


def test_the_command_tells_github(public_lab, monkeypatch):
    "Annotations at the cell, a summary; untouched notebooks cost nothing."
    untouched = public_lab/'subs'/'untouched.ipynb'
    stub = STUB.format('double'), STUB.format('triple')
    untouched.write_text(json.dumps(notebook(with_answers(double=stub[0], triple=stub[1]))))
    monkeypatch.setenv('GITHUB_STEP_SUMMARY', str(public_lab/'summary.md'))
    wrong = public_lab/'subs'/'is_wrong.ipynb'
    wrong.write_text(json.dumps(json.loads(wrong.read_text()), indent=1))
    done = cm203('check', '--to', 'github', wrong, untouched)
    errors = [line for line in done.stdout.splitlines() if line.startswith('::error')]
    line = 1 + wrong.read_text().split('# triple autograded_answer')[0].count('\n')
    assert done.returncode == 1 and len(errors) == 1 and f'line={line},title=testa_1_triple::' in errors[0]
    summary = (public_lab/'summary.md').read_text()
    assert '2 of 3 public checks passed' in summary and 'Not begun' in summary
    assert cm203('check', '--to', 'github', untouched).returncode == 0
    assert cm203('check', untouched).returncode == 1
    assert 'No report is made for' in cm203('check', '--to', 'gitlab', untouched).stderr


def test_the_command_tells_classroom_50(public_lab, monkeypatch):
    for key in 'CLASSROOM', 'ASSIGNMENT', 'SUBMISSION_TAG': monkeypatch.setenv(key, key.lower())
    done = cm203('check', '--to', 'classroom50', public_lab/'subs'/'is_wrong.ipynb', cwd=public_lab)
    res = json.loads((public_lab/'result.json').read_text())
    assert (done.returncode, res['schema'], res['classroom']) == (0, 'classroom50/result/v1', 'classroom')
    assert (res['score'], res['max-score']) == (30, 45) and all(type(t['score']) is int for t in res['tests'])
    assert '2 of 3 public checks passed' in (public_lab/'release-body.md').read_text()
