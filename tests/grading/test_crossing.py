"""What crosses between the judge and the student's process is, to the last digit, what it was."""
import json

from kit import code, notebook

from cm203.grading.grade import grade

SETUP = '''import torch
import torch.nn.functional as F
torch.manual_seed(0)
picture = torch.randn(1, 16, 40, 40).contiguous(memory_format=torch.channels_last)
weight = torch.randn(8, 16, 3, 3)'''
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
}


def test_nothing_is_lost_on_the_way(tmp_path):
    cells = [code(f'# setup read_only\n{SETUP}')]
    for name, (answer, test) in CASES.items():
        answer = f'# {name} autograded_answer\ndef {name}(x): return {answer}'
        cells += [code(answer), code(f'# testa_1_{name} autograder_tests 1\nf = {name}\n{test}')]
    (tmp_path/'lab.ipynb').write_text(json.dumps(notebook(cells)))
    (tmp_path/'subs').mkdir()
    (tmp_path/'subs'/'ana.ipynb').write_text(json.dumps(notebook(cells)))
    result, = grade(tmp_path/'lab.ipynb', [tmp_path/'subs'], tmp_path/'grades')
    assert not result.error and not [(t.name, t.message) for t in result.tests if not t.passed]
