"""Test cells run unmodified in the judge: whatever Python they use, the right answer passes and the wrong one fails.

Each case is (answer, wrong answer, test cell). All right answers are one submission, all wrong ones another."""
import json

import pytest
from kit import code, notebook

from cm203.grading.grade import grade

FIRST = '''# data read_only
import random
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from contextlib import contextmanager
from fastai.vision.all import set_seed
from PIL import Image
from torch import nn
RETRAIN = True'''

CASES = dict(
lambdas=('''def apply(f, x): return f(x)''', '''def apply(f, x): return x''', '''
assert apply(lambda v: v + 1, 3) == 4
k = 10
assert apply(lambda v: [v*k, torch.ones(2)*v], 2)[0] == 20'''),
class_passed=('''def build(cls, *args): return cls(*args)''', '''def build(cls, *args): return cls(1)''', '''
class Point:
    def __init__(self, x): self.x = x
    def double(self): return 2*self.x
assert build(Point, 4).double() == 8
assert build(nn.Linear, 3, 2).weight.shape == (2, 3)'''),
subclass=('''class Base:
    def __init__(self, n): self.n = n
    def twice(self): return 2*self.n''', '''class Base:
    def __init__(self, n): self.n = 0
    def twice(self): return 2*self.n''', '''
b = Base(4)
assert b.twice() == 8 and b.n == 4
b.n = 5
assert b.twice() == 10'''),
generator=('''def count(n):
    for i in range(n): yield i*i''', '''def count(n):
    for i in range(n): yield i''', '''
assert list(count(4)) == [0, 1, 4, 9]
it = count(3)
assert next(it) == 0 and next(it) == 1 and next(it) == 4
try: next(it)
except StopIteration: pass
else: assert False, 'the generator does not end\''''),
generator_argument=('''def total(xs): return sum(xs)''', '''def total(xs): return 0''', '''
assert total([1, 2, 3]) == 6
assert total(iter([4, 5])) == 9'''),
in_place_list=('''def push(xs, x): xs.append(x)''', '''def push(xs, x): return xs + [x]''', '''
xs = [1]
push(xs, 2)
assert xs == [1, 2]'''),
in_place_dict=('''def put(d, k, v): d[k] = v''', '''def put(d, k, v): return {**d, k: v}''', '''
d = {}
put(d, 'a', torch.ones(2))
assert d['a'].sum() == 2'''),
in_place_module=('''def zero(m):
    with torch.no_grad(): m.weight.zero_()''', '''def zero(m): return m.weight*0''', '''
m = nn.Linear(2, 2)
zero(m)
assert (m.weight == 0).all()'''),
context_manager=('''class Log:
    def __init__(self): self.seen = []
    def __enter__(self):
        self.seen.append('in')
        return self
    def __exit__(self, *_): self.seen.append('out')''', '''class Log:
    def __init__(self): self.seen = []
    def __enter__(self): return self
    def __exit__(self, *_): self.seen.append('out')''', '''
log = Log()
with log as got: assert got.seen == ['in']
assert log.seen == ['in', 'out']'''),
pytest_raises=('''def check(x):
    if x < 0: raise ValueError(f'{x} is negative')
    return x''', '''def check(x): return x''', '''
assert check(1) == 1
with pytest.raises(ValueError, match='-3 is negative'): check(-3)'''),
try_except=('''def half(n):
    if n % 2: raise TypeError('odd')
    return n//2''', '''def half(n): return n//2''', '''
try: half(3)
except TypeError as e: assert 'odd' in str(e)
else: raise AssertionError('half(3) must raise a TypeError')'''),
seed_torch=('''def noise(n): return torch.randn(n)''', '''def noise(n): return torch.rand(n)''', '''
torch.manual_seed(7)
a = noise(3)
torch.manual_seed(7)
assert torch.equal(a, torch.randn(3))'''),
seed_all=('''def draws(): return random.random(), np.random.rand(), torch.rand(1).item()''', '''def draws(): return random.random(), 0., 0.''', '''
set_seed(3)
a = draws()
set_seed(3)
b = draws()
set_seed(3)
assert a == b == (random.random(), np.random.rand(), torch.rand(1).item())'''),
figure=('''def draw(ax, x):
    ax.plot(x)
    return len(ax.lines)''', '''def draw(ax, x): return 0''', '''
fig, ax = plt.subplots()
assert draw(ax, [1, 2]) == 1
plt.close(fig)'''),
gradient_of_input=('''def loss(x, y): return ((x - y)**2).mean()''', '''def loss(x, y): return ((x - y)**2).mean().detach()''', '''
x, y = torch.tensor([1., 2.], requires_grad=True), torch.tensor([0., 4.])
l = loss(x, y)
assert l.requires_grad and l.item() == 2.5
(2*l).backward()
assert torch.allclose(x.grad, torch.tensor([2., -4.]))'''),
gradient_of_judges_model=('''def forward(net, x): return net(x).relu()''', '''def forward(net, x): return net(x.detach()).detach()''', '''
torch.manual_seed(0)
net, x = nn.Linear(3, 2), torch.randn(4, 3)
net.bias.data += 5
opt = torch.optim.SGD(net.parameters(), .1)
before = net.weight.detach().clone()
forward(net, x).sum().backward()
assert torch.allclose(net.weight.grad, x.sum(0).expand(2, 3), atol=1e-5)
opt.step()
assert torch.allclose(net.weight, before - .1*x.sum(0), atol=1e-5)'''),
gradient_of_own_model=('''class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 1)
    def forward(self, x): return self.fc(x)''', '''class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 1)
    def forward(self, x): return self.fc(x).detach()''', '''
net, x = Net(), torch.ones(2, 3)
F.mse_loss(net(x), torch.zeros(2, 1)).backward()
assert net.fc.weight.grad is not None and net.fc.weight.grad.shape == (1, 3)'''),
own_model_trains=('''class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(1))
    def forward(self, x): return x*self.w
def fit(net, x, y, steps):
    opt = torch.optim.SGD(net.parameters(), .5)
    for _ in range(steps):
        F.mse_loss(net(x), y).backward()
        opt.step()
        opt.zero_grad()''', '''class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(1))
    def forward(self, x): return x*self.w
def fit(net, x, y, steps): pass''', '''
net = Line()
fit(net, torch.ones(4), 3*torch.ones(4), 20)
assert abs(net.w.item() - 3) < 1e-3'''),
no_grad=('''def scores(x): return x*x''', '''def scores(x): return x''', '''
x = torch.tensor([3.], requires_grad=True)
with torch.no_grad(): s = scores(x)
assert s.item() == 9 and not s.requires_grad
assert scores(x).requires_grad'''),
gradcheck=('''def cube(x): return x**3''', '''def cube(x): return x.detach()**3 + 0*x''', '''
x = torch.randn(3, dtype=torch.float64, requires_grad=True)
assert torch.autograd.gradcheck(cube, x)'''),
pictures=('''def invert(img): return Image.fromarray(255 - np.array(img))''', '''def invert(img): return img''', '''
img = Image.new('RGB', (4, 3), (0, 10, 255))
assert invert(img).getpixel((0, 0)) == (255, 245, 0) and invert(img).size == (4, 3)'''),
keywords=('''def area(*, h, w=2): return h*w''', '''def area(*, h, w=2): return h+w''', '''
assert area(h=3) == 6 and area(h=3, w=5) == 15
assert list(map(lambda h: area(h=h), range(3))) == [0, 2, 4]
assert sorted([2, -3], key=lambda h: area(h=h)) == [-3, 2]'''),
decorator=('''def shout(f): return lambda *a: f(*a).upper()''', '''def shout(f): return f''', '''
@shout
def hello(name): return f'hello {name}'
assert hello('ana') == 'HELLO ANA\''''),
recursion_through_test=('''def fold(f, xs, start):
    for x in xs: start = f(start, x)
    return start''', '''def fold(f, xs, start): return start''', '''
assert fold(lambda a, b: a + b, [torch.ones(2)]*3, torch.zeros(2)).tolist() == [3, 3]'''),
)


def lab_cells(which):
    "The cells of the lab with the `which`-th answers; 0 is right."
    res = [code(FIRST)]
    for name, (*answers, test) in CASES.items():
        right = '\n'.join(['# ' + f'{name} autograded_answer', '### BEGIN SOLUTION', answers[which], '### END SOLUTION'])
        res += [code(right), code(f'# testa_1_{name} autograder_tests 1\n{test.strip()}')]
    return res


@pytest.fixture(scope='module')
def results(tmp_path_factory):
    "Name of the case → did (the right, the wrong) answer pass? And the messages."
    root = tmp_path_factory.mktemp('judge')
    (root/'lab_judge.ipynb').write_text(json.dumps(notebook(lab_cells(0))))
    (root/'subs').mkdir()
    for i, who in enumerate(('right', 'wrong')):
        cells = [c | dict(source=''.join(c['source']).replace('### BEGIN SOLUTION\n', '').replace('\n### END SOLUTION', '')) for c in lab_cells(i)]
        (root/'subs'/f'{who}.ipynb').write_text(json.dumps(notebook(cells)))
    right, wrong = grade(root/'lab_judge.ipynb', [root/'subs'], root/'grades')
    return {a.question: (a, b) for a, b in zip(right.tests, wrong.tests)}


@pytest.mark.parametrize('name', CASES)
def test_unmodified(results, name):
    right, wrong = results[name]
    assert right.passed, f'{right.message} | {right.detail}'
    assert not wrong.passed
