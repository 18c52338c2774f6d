"""What a student is told before handing in, and what `pytest --submission` prints, agree with the grade."""
import json
import subprocess
import sys

import pytest

from cm203.core import checkout_root
from cm203.course.check import check
from cm203.course.demo import cook, recipes
from cm203.course.settings import course_labs


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
