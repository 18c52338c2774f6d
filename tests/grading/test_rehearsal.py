"""Before a release, tests that fail by chance or lean on others are named, and so are the teacher's cells that fail."""
import pytest

from cm203.core import CourseError
from cm203.course import release as rel
from cm203.course.dialect import parse_lab
from cm203.course.notebook import write_notebook
from cm203.grading.limits import Limits
from cm203.grading.rehearsal import rehearse_labs, unsteady

ANSWER = '#| answer: f\ndef f(x):\n    ### BEGIN SOLUTION\n    return 2*x\n    ### END SOLUTION'
SEEDS = list(range(8))


def lab(folder, *sources, name='x'):
    "A lab of code cells, the last ones after its answer."
    cells = [dict(cell_type='code', source=s, metadata={}, id=f'{name}{i}') for i, s in enumerate(sources)]
    write_notebook(folder/f'lab_{name}.ipynb', dict(nbformat=4, nbformat_minor=5, metadata={}, cells=cells))
    return parse_lab(folder/f'lab_{name}.ipynb')


def with_tests(folder, *tests, given='shared = []'):
    "A lab with some tests."
    return lab(folder, given, ANSWER, *(f'#| test: f 1\n{test}' for test in tests))


def faults(*labs): return rehearse_labs(list(labs), Limits(), SEEDS)


@pytest.mark.parametrize('draw', [
    'import random\nx = random.random()', 'import torch\nx = torch.rand(1)', 'import numpy\nx = numpy.random.rand()'])
def test_a_test_that_fails_by_chance_is_named(tmp_path, draw):
    found, = faults(with_tests(tmp_path, 'assert f(1) == 2', f'{draw}\nassert x > .4'))
    assert 'lab_x.ipynb, cell 4 (`testa_2_f`): the test fails in' in found and 'of 8 runs' in found


def test_what_a_given_cell_draws_is_chance_too(tmp_path):
    found, = faults(with_tests(tmp_path, 'assert x > .5', given='import random\nx = random.random()'))
    assert '(`testa_1_f`): the test fails in' in found


def test_a_seeded_test_is_none(tmp_path):
    seeded = 'import random\nrandom.seed(1)\nassert random.random() < .2'
    assert not faults(with_tests(tmp_path, seeded, 'assert f(2) == 4'))


DEPENDENT = {
    'a name': ['start = 3\nassert f(start) == 6', 'assert f(2) == 4', 'assert f(start) == 6'],
    'an import': ['import math\nassert f(1) == 2', 'assert f(2) == 4', 'assert f(math.pi) > 6'],
    'a side effect': ['import os\nos.environ["seen"] = "1"', 'assert f(2) == 4', 'import os\nos.environ["seen"]']}


@pytest.mark.parametrize('tests', DEPENDENT.values(), ids=DEPENDENT)
def test_a_test_that_leans_on_another_is_named(tmp_path, tests):
    found, = faults(with_tests(tmp_path, *tests))
    assert 'cell 5 (`testa_3_f`): the test fails alone' in found
    assert 'of `testa_1_f`' in found or 'another test leaves behind' in found


def test_the_order_of_sets_is_chance(tmp_path):
    "At grading it is always the same one, on a student's machine never."
    same = '__import__("os").environ["PYTHONHASHSEED"] == "0" or hash("a") == 1'
    found, = unsteady([with_tests(tmp_path, 'assert f(1) == 2', f'assert {same}').path])
    assert 'cell 4 (`testa_2_f`)' in found
    with pytest.raises(CourseError, match='Nothing was released'):
        rel.refuse_unsteady([parse_lab(tmp_path/'lab_x.ipynb')])


def rehearse(folder, lab):
    "What `release` says of a lab."
    for part, nb in (('grader', rel.grader_notebook(lab)), ('student', rel.student_notebook(lab))):
        (folder/part).mkdir()
        write_notebook(folder/part/lab.path.name, nb)
    paths = [folder/part/lab.path.name for part in ('grader', 'student')]
    with pytest.raises(CourseError) as e: rel.rehearse(lab, *paths)
    return str(e.value)


@pytest.mark.parametrize('given, error', [
    ('#| read_only: data\nbase_path = open("/data/mypics/a.txt").name', 'FileNotFoundError'),
    ('base_path = sorted(__import__("pathlib").Path("mypics").iterdir())[0]', 'FileNotFoundError'),
    ('#| read_only: data\nbase_path = {}["mypics"]', 'KeyError')])
def test_a_cell_of_the_teachers_that_fails_is_named_first(tmp_path, given, error):
    said = rehearse(tmp_path, with_tests(tmp_path, 'assert f(base_path)', given=given))
    assert 'your own cell fails' in said and error in said and 'NameError' not in said
    assert error == 'KeyError' or 'Cells read what' in said


def test_one_that_fails_without_harm_is_named_too(tmp_path):
    assert 'your own cell fails' in rehearse(tmp_path, with_tests(tmp_path, 'assert f(1) == 2', given='1/0'))
