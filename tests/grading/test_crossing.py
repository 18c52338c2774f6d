"""What crosses between the judge and the student's process is, to the last digit, what it was, and it stays so."""
import json

import pytest
from kit import code, notebook

from cm203.grading.grade import grade

SETUP = '''import torch
import torch.nn.functional as F
from collections import Counter, OrderedDict, defaultdict, namedtuple
torch.manual_seed(0)
picture = torch.randn(1, 16, 40, 40).contiguous(memory_format=torch.channels_last)
weight = torch.randn(8, 16, 3, 3)
Batch = namedtuple('Batch', 'x y')'''
CASES = {
    'strides_there': ('x.stride()', 'assert f(picture) == picture.stride()'),
    'strides_back': ('x.contiguous(memory_format=torch.channels_last)',
                     'assert f(torch.zeros(2, 3, 4, 5)).is_contiguous(memory_format=torch.channels_last)'),
    'same_convolution': ('F.conv2d(x, weight)', 'assert (f(picture) - F.conv2d(picture, weight)).abs().max() == 0'),
    'transposed': ('x.T', 'assert f(torch.arange(6).reshape(2, 3)).stride() == (1, 3)'),
    'gaps': ('x[:, ::2]', 'assert torch.equal(f(torch.arange(8).reshape(2, 4)), torch.tensor([[0, 2], [4, 6]]))'),
    'gradient': ('x*2', 'x = picture.clone().requires_grad_()\nf(x).sum().backward()\n'
                 'assert x.grad.stride() == picture.stride()'),
    'half': ('x.half()', 'assert f(picture).dtype == torch.float16'),
    'parameter': ('torch.nn.Parameter(x)', 'assert f(torch.ones(2)).requires_grad'),
    'threads': ('torch.get_num_threads()', 'assert f(0) == torch.get_num_threads()'),
    'conjugate': ('x.conj()', 'assert f(torch.tensor([1+2j])*1).tolist() == [1-2j]'),
    'negative': ('x.conj().imag', 'assert torch.equal(f(torch.tensor([1+2j])), torch.tensor([-2.]))'),
    'sparse': ('x.to_sparse()', 'y = f(torch.eye(3))\nassert y.is_sparse and torch.equal(y.to_dense(), torch.eye(3))'),
    'a_tensor_class': ('x.as_subclass(type("Mine", (torch.Tensor,), {}))',
                       'assert isinstance(f(weight), torch.Tensor) and torch.equal(f(weight), weight)'),
    'named': ('Batch(x, 2)', 'b = f(1)\nassert isinstance(b, tuple) and isinstance(b, Batch)\n'
              'assert b == (1, 2) and b.y == 2'),
    'named_here': ('namedtuple("P", "x y")(x, 2)', 'assert isinstance(f(1), tuple) and f(1) == (1, 2) and f(1).y == 2'),
    'of_torch': ('x.max(0)', 'm = f(torch.tensor([3, 1]))\nassert isinstance(m, tuple)\n'
                 'assert m.values == 3 and m[1] == 0'),
    'counter': ('Counter(x)', 'c = f("aab")\nassert isinstance(c, Counter) and c["z"] == 0\n'
                'assert c.most_common(1) == [("a", 2)]'),
    'default': ('defaultdict(list, a=[x])', 'd = f(1)\nassert isinstance(d, defaultdict)\n'
                'assert d["z"] == [] and d["a"] == [1]'),
    'ordered': ('OrderedDict(a=x)', 'assert isinstance(f(1), OrderedDict) and list(f(1)) == ["a"]'),
    'frozen': ('frozenset({x})', 'assert isinstance(f(1), frozenset) and f(1) == {1}'),
    'a_list_class': ('type("Items", (list,), dict(double=lambda self: self*2))([x])',
                     'y = f(1)\nassert isinstance(y, list) and y == [1] and y[0] == 1 and y.double() == [1, 1]\n'
                     'y.append(5)\nassert y == [1, 5] and len(y) == 2'),
    'a_dict_class': ('type("Config", (dict,), {})(a=x)',
                     'y = f(1)\nassert isinstance(y, dict) and y == {"a": 1} and y["a"] == 1'),
    'a_text_class': ('type("Text", (str,), {})(x)',
                     'y = f("a")\nassert isinstance(y, str) and y == "a" and y + "b" == "ab"'),
    'a_number_class': ('type("Number", (int,), {})(x)',
                       'y = f(2)\nassert isinstance(y, int) and y + 1 == 3 and range(y) == range(2)'),
    'holds_modules': ('dict(net=torch.nn.Linear(x, 1))', 'd = f(2)\nassert isinstance(d, dict) and len(d) == 1\n'
                      'assert "net" in d and d["net"](torch.ones(2)).shape == (1,)'),
    'one_object': ('[layer := torch.nn.Linear(x, 1), layer]', 'a, b = f(2)\nassert a is b'),
    'changed_later': ('torch.nn.Linear(x, 1)', 'w = f(2).weight\nbefore = w.clone()\nassert torch.equal(w, before)\n'
                      'with torch.no_grad(): w.add_(1)\nassert torch.equal(w, before + 1)'),
}


def graded(tmp_path, cells, answers):
    "The result of a notebook that differs from the lab in some answers."
    (tmp_path/'lab.ipynb').write_text(json.dumps(notebook([code(c) for c in cells])))
    (tmp_path/'subs').mkdir()
    handed_in = notebook([code(answers.get(c.split()[1], c)) for c in cells])
    (tmp_path/'subs'/'ana.ipynb').write_text(json.dumps(handed_in))
    result, = grade(tmp_path/'lab.ipynb', [tmp_path/'subs'], tmp_path/'grades')
    return result


def test_nothing_is_lost_on_the_way(tmp_path):
    cells = [f'# setup read_only\n{SETUP}']
    for name, (answer, test) in CASES.items():
        cells += [f'# {name} autograded_answer\ndef {name}(x): return {answer}',
                  f'# testa_1_{name} autograder_tests 1\nf = {name}\n{test}']
    result = graded(tmp_path, cells, {})
    assert not result.error and not [(t.name, t.message) for t in result.tests if not t.passed]


LIES = '''
import itertools
from cm203.grading.servant import Reply, Servant
class Odd:
    def __init__(self): self.values = itertools.cycle([3, 2])
    def __getitem__(self, k): return next(self.values)
    def __len__(self): return next(self.values)
    def __getattr__(self, name): return next(self.values)
class Names(list):
    turn = itertools.cycle([['a', 'b', 'c'], ['a', 'b']])
fetch, apply, call, refer = Servant.do_fetch, Servant.do_apply, Servant.do_call, Servant.refer
def do_fetch(self, enc, o): return [next(o.values)] if isinstance(o, Odd) else [next(Names.turn)]
Servant.do_fetch = do_fetch
class Liar:
    def __init__(self, t): self.t = t
def refer_as_tensor(self, o):
    tree = refer(self, o)
    return [*tree[:3], ['torch.Tensor']] if isinstance(o, Liar) else tree
Servant.refer = refer_as_tensor
def pick(kind):
    return dict(odd=Odd(), names=Names('abc'), tensor=Liar(1))[kind]
'''
TWICE = {
    'chain': 'x = pick("odd")\nassert 3 <= x <= 2',
    'asserts': 'x = pick("odd")\nassert x == 3 and x == 2',
    'items': 'x = pick("odd")\nassert x[0] == 3 and x[0] == 2',
    'attributes': 'x = pick("odd")\nassert x.a == 3\nassert x.a == 2',
    'len': 'x = pick("odd")\nassert len(x) == 3 and len(x) == 2',
    'list': 'x = pick("names")\nassert x == ["a", "b", "c"] and x == ["a", "b"]',
    'list_len': 'x = pick("names")\npick("odd")\nassert x == ["a", "b", "c"] and x == ["a", "b"]',
    'tensor': 'x = pick("tensor")\nassert x is not None',
}


def test_what_a_test_has_seen_stays(tmp_path):
    "Values that no object could have at once, from a process that lies."
    cells = ['# pick autograded_answer\ndef pick(kind): return 2']
    cells += [f'# testa_{i}_pick autograder_tests 1\n{test}' for i, test in enumerate(TWICE.values(), 1)]
    with pytest.MonkeyPatch.context() as mp:
        mp.setattr('cm203.grading.grade.try_master', lambda *_: None)  # the reference passes none of them either
        result = graded(tmp_path, cells, dict(pick=f'# pick autograded_answer{LIES}'))
    assert not result.error and not [(t.name, t.score) for t in result.tests if t.score]
    assert result.notes == [], 'the lies themselves work'
