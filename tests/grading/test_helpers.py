"""Helpers of given cells are the judge's: whoever defines them anew changes his notebook, and not the verdict."""
import json

import pytest
from kit import code, notebook

from cm203.grading.grade import grade

GIVEN = '''# helpers read_only
from collections import namedtuple
from enum import Enum
import torch
from fastcore.basics import patch, patch_to
from torch import nn

def close(a, b): return abs(a - b) < 1e-6

def error_of(xs): return max(abs(triple(x) - 3*x) for x in xs)

def total(f, xs): return sum(f(x) for x in xs)

Pair = namedtuple('Pair', 'low high')

class Colour(Enum): RED, BLUE = 1, 2

class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def moved(self, by): return Point(self.x + by, self.y + by)

class Loader:
    "Its answer is a method."
    def __init__(self, items, size): self.items, self.size, self.taken = items, size, 0

@patch
def __len__(self: Loader): return -(-len(self.items)//self.size)

class Net(nn.Module):
    "Its answer is a layer."
    def __init__(self):
        super().__init__()
        self.block = Block()
    def forward(self, x): return self.block(x)

three = total(float, ['1', '2'])
RETRAIN = True'''

ANSWERS = dict(
    triple='def triple(x):\n    return 3*x',
    batch='''@patch
def batch(self: Loader, i):
    return self.items[i*self.size:(i + 1)*self.size]''',
    prop='@patch(as_prop=True)\ndef last(self: Point): return self.y',
    block='class Block(nn.Module):\n    def forward(self, x): return x + 1',
    point='def diagonal(n): return [Point(i, i).moved(1) for i in range(n)]',
    pair='def bounds(xs): return Pair(min(xs), max(xs))',
    colour='def colour(p): return Colour.RED if p.x > 0 else Colour.BLUE',
    apply='def apply(f, x): return f(f(x))')

TESTS = dict(
    triple='''assert close(triple(2), 6) and three == 3
### BEGIN HIDDEN TESTS
assert error_of([5, 7.5]) == 0
### END HIDDEN TESTS''',
    batch='''loader = Loader([1, 2, 3], 2)
assert loader.batch(0) == [1, 2] and len(loader) == 2 and isinstance(loader, Loader)
assert Loader.batch(loader, 1) == [3]
assert [loader.batch(i) for i in range(len(loader))] == [[1, 2], [3]]''',
    prop='p = Point(1, 2)\nassert p.last == 2 and p.moved(1).last == 3',
    block='''x = torch.rand(3)
assert torch.equal(Net()(x), x + 1)
### BEGIN HIDDEN TESTS
assert torch.equal(Block()(2*x), 2*x + 1)
### END HIDDEN TESTS''',
    point='ps = diagonal(3)\nassert all(isinstance(p, Point) for p in ps) and [p.x for p in ps] == [1, 2, 3]',
    pair='b = bounds([3, 1, 2])\nassert isinstance(b, Pair) and b == Pair(1, 3) and b.high == 3',
    colour='assert colour(Point(1, 1)).name == "RED" and colour(Point(-1, 1)).value == 2',
    apply='assert apply(lambda p: p.moved(2), Point(0, 1)).y == 5')

# Each is what an answer defines in place of a helper; the question goes unanswered.
ANEW = dict(
    triple='def triple(x): pass\ndef close(a, b): return True\ndef error_of(xs): return 0\nthree = 3',
    batch='''class Loader:
    def __init__(self, items, size): self.n = 0
    def __len__(self): return 2
    def batch(self, i=None):
        self.n += 1
        return [[1, 2], [3]][i]''',
    block='class Block(nn.Module): pass\nclass Net:\n    def __call__(self, x): return x + 1')


def handed_in(answers):
    res = [code(GIVEN)]
    for name, body in ANSWERS.items():
        res += [code(f'# {name} autograded_answer\n{answers.get(name, body)}')]
        res += [code(f'# testa_1_{name} autograder_tests 1\n{TESTS[name]}')]
    return notebook(res)


def marked(name, body):
    "An answer as a master has it: with its solution in a region."
    return f'# {name} autograded_answer\n### BEGIN SOLUTION\n{body}\n### END SOLUTION'


@pytest.fixture(scope='module')
def results(tmp_path_factory):
    "Student → name of a test → its result."
    root = tmp_path_factory.mktemp('helpers')
    master = handed_in({})
    for cell in master['cells']:
        name = cell['source'].split()[1]
        if name in ANSWERS: cell['source'] = marked(name, ANSWERS[name])
    (root/'lab_helpers.ipynb').write_text(json.dumps(master))
    (root/'subs').mkdir()
    for who, answers in dict(right={}, **{name: {name: text} for name, text in ANEW.items()}).items():
        (root/'subs'/f'{who}.ipynb').write_text(json.dumps(handed_in(answers)))
    graded = grade(root/'lab_helpers.ipynb', [root/'subs'], root/'grades')
    return {r.student: {t.question: t for t in r.tests} for r in graded}


@pytest.mark.parametrize('name', ANSWERS)
def test_right_answers_pass(results, name):
    test = results['right'][name]
    assert test.passed, f'{test.message} | {test.detail}'


@pytest.mark.parametrize('name', ANEW)
def test_helpers_defined_anew_change_nothing(results, name):
    assert not results[name][name].passed
    assert all(t.passed for q, t in results[name].items() if q != name and not {q, name} <= {'batch', 'triple'})
