"""Before a release, tests that fail by chance, lean on others or pay for nothing are named, and so are the teacher's
cells that fail."""
import pytest

from cm203.core import CourseError
from cm203.course import release as rel
from cm203.course.dialect import parse_lab
from cm203.course.notebook import write_notebook
from cm203.grading.limits import Limits
from cm203.grading.rehearsal import Runs, rehearse_labs, rehearsed, run_apart

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


def faults(*labs): return rehearse_labs(list(labs), Limits(), SEEDS)[0]


@pytest.mark.parametrize('draw', [
    'import random\nx = random.random()', 'import torch\nx = torch.rand(1)', 'import numpy\nx = numpy.random.rand()'])
def test_a_test_that_fails_by_chance_is_named(tmp_path, draw):
    found, = faults(with_tests(tmp_path, 'assert f(1) == 2', f'{draw}\nassert x > .6'))
    assert 'lab_x.ipynb, cell 4 (`testa_2_f`): the test fails in' in found and 'runs of the reference' in found


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
    (found,), _ = rehearsed([with_tests(tmp_path, 'assert f(1) == 2', f'assert {same}').path])
    assert 'cell 4 (`testa_2_f`)' in found


def paid(lab):
    "What tests pay for, as faults and as warnings."
    runs = Runs(lab, [], run_apart(lab, Limits.from_settings(), [0, 1]))
    return runs.faults(), runs.warnings()


ANY_SHAPE = 'import torch\nassert f(torch.ones(2, 3)).shape == (2, 3)'
STRONG = 'import torch\nassert f(torch.ones(2, 3)).tolist() == [[2]*3]*2'
HIDDEN = '\n### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS'
WEAK = {
    'zeros, random numbers, ones, the input': ANY_SHAPE,
    'empty tensors, empty tensors of its shape': 'import torch\nassert (f(torch.ones(2, 3)) == 2).all()',
    'zeros': 'import torch\nassert f(torch.zeros(2)).tolist() == [0, 0] and f(1) != 1',
    'ones': 'assert f(1) > 0 and f(.5) == 1',
    'random numbers': 'import torch\nx = torch.arange(9.)\nassert len(f(x).unique()) == 9 and (f(x) != x).any()',
    'the input': 'import numpy as np\na = np.arange(4)\nassert len({*f(a)}) == 4 and np.corrcoef(f(a), a)[0, 1] > .99'}


@pytest.mark.parametrize('words', WEAK)
def test_a_test_that_pays_for_nothing_is_named(tmp_path, words):
    (found,), warnings = paid(with_tests(tmp_path, STRONG, WEAK[words]))
    assert found.startswith(f'lab_x.ipynb, cell 4 (`testa_2_f`): the test passes with {words} in place of')
    assert not warnings


def test_a_public_part_that_pays_for_nothing_is_a_warning(tmp_path):
    weak, strong = ANY_SHAPE + HIDDEN.format(STRONG), STRONG + HIDDEN.format(ANY_SHAPE)
    none, (warning,) = paid(with_tests(tmp_path, weak, strong, HIDDEN.format(STRONG)))
    assert not none and 'cell 3 (`testa_1_f`): without its hidden part, the test passes with zeros, random' in warning


def test_a_hidden_part_that_pays_for_nothing_makes_no_weak_test_strong(tmp_path):
    weak = ANY_SHAPE + HIDDEN.format('assert f(3) is not None'), HIDDEN.format(ANY_SHAPE)
    (one, two), warnings = paid(with_tests(tmp_path, *weak))
    assert 'testa_1_f' in one and 'testa_2_f' in two and not warnings


DOUBLE = '### BEGIN SOLUTION\n{0}    return {1}\n{0}    ### END SOLUTION'
ANSWERS = {
    'a method': ('class A:\n    def g(self, x):\n        ' + DOUBLE.format('    ', '2*x'), 'A().g(x)'),
    'a module': ('from torch import nn\nclass A(nn.Module):\n    def forward(self, x):\n        '
                 + DOUBLE.format('    ', '2*x'), 'A()(x)'),
    'patched': ('from fastcore.basics import patch\n@patch\ndef g(self: Given, x):\n    ' + DOUBLE.format('', '2*x'),
                'Given().g(x)'),
    'used before': ('def g(x):\n    ' + DOUBLE.format('', '2*x'), 'uses_g(x)'),
    'a static method': ('class A:\n    @staticmethod\n    def g(x):\n        '
                        + DOUBLE.format('    ', '2*x'), 'A.g(x)'),
    'in a dict': ('def g(x):\n    ' + DOUBLE.format('', '{"y": [2*x]}'), 'g(x)["y"][0]'),
    'below a magic': ('%time pass\ndef g(x):\n    ' + DOUBLE.format('', '2*x'), 'g(x)')}


@pytest.mark.parametrize('answer, call', ANSWERS.values(), ids=ANSWERS)
def test_whatever_an_answer_is_made_of_is_tried(tmp_path, answer, call):
    given = 'import torch\nx = torch.ones(2, 3)\nclass Given: pass\ndef uses_g(x): return g(x)'
    tests = f'assert {call}.shape == (2, 3)', f'assert {call}.tolist() == [[2]*3]*2'
    (found,), warnings = paid(lab(tmp_path, given, f'#| answer: f\n{answer}', *(f'#| test: f 1\n{t}' for t in tests)))
    assert '(`testa_1_f`): the test passes with zeros, random numbers, ones' in found and not warnings


def test_an_answer_that_gives_no_numbers_is_not_tried(tmp_path):
    in_place = '#| answer: f\ndef f(x):\n    ### BEGIN SOLUTION\n    x.append(1)\n    ### END SOLUTION'
    tests = '#| test: f 1\nx = []\nf(x)\nassert x == [1]', '#| test: f 1\nassert f([]) is None'
    assert paid(lab(tmp_path, 'shared = []', in_place, *tests)) == ([], [])


def test_a_release_refuses_such_a_test_and_prints_the_warnings(tmp_path, capsys):
    weak = with_tests(tmp_path, ANY_SHAPE + HIDDEN.format(STRONG))
    rel.refuse_poor_tests([weak])
    assert 'without its hidden part, the test passes with zeros' in capsys.readouterr().out
    with pytest.raises(CourseError, match='Nothing was released:\nlab_x.ipynb, cell 3 .* the test passes with zeros'):
        rel.refuse_poor_tests([with_tests(tmp_path, ANY_SHAPE)])


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
