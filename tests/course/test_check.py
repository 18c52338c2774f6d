"""What a student is told before handing in, and what `pytest --submission` prints, agree with the grade."""
import json
import subprocess
import sys

import pytest
from kit import MASTER, cells, notebook, with_answers

from cm203.core import checkout_root
from cm203.course import check as checking
from cm203.course.check import check
from cm203.course.demo import cook, recipes
from cm203.course.dialect import parse_lab
from cm203.course.settings import course_labs
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
    text, ok = check(half)
    assert not ok
    assert 'All cells of the lab are in place' in text and '8 of 17 public checks passed' in text
    assert '✓ questao_dataset: 3 of 3' in text and '✗ questao_arquitetura: 0 of 4' in text
    assert 'all tests' not in text.lower()


def test_check_names_what_is_missing(half):
    nb = json.loads(half.read_text())
    nb['cells'] = [c for c in nb['cells'] if not ''.join(c['source']).startswith('# questao_dataset ')]
    other = half.with_name('other.ipynb')
    other.write_text(json.dumps(nb))
    text, ok = check(other)
    assert not ok and 'The answer cell `questao_dataset` is missing' in text


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
        text, ok = check(public_lab/'subs'/r.source)
        assert ok == (r.student == 'is_right') == all(t.passed for t in r.tests), text
        assert f'{sum(t.passed for t in r.tests)} of 3 public checks passed' in text
        assert not [t.message for t in r.tests if t.message not in text], text
        assert 'Not confined' not in text


def test_check_says_where_it_is_less(public_lab, monkeypatch):
    "A system that cannot confine checks all the same, and says in a line that it is not as grading is."
    monkeypatch.setattr(checking, 'missing_protections', lambda: ['seccomp: network and processes'])
    text, ok = check(public_lab/'subs'/'runs_a_program.ipynb')
    said, = (line for line in text.splitlines() if line.startswith('Not confined'))
    assert ok and 'this system lacks: seccomp' in said
