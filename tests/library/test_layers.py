"Layers against PyTorch's own."
import pytest
import torch

from cm203.layers import AtrousConv2d


@pytest.mark.parametrize('size', [(1, 1), (2, 40), (12, 15), (13, 25), (23, 30), (30, 36), (37, 37)])
@pytest.mark.parametrize('dilation', [1, 12, 24, 36])
def test_atrous_convolution(size, dilation):
    torch.manual_seed(0)
    ours, theirs = AtrousConv2d(3, 4, dilation=dilation), torch.nn.Conv2d(3, 4, 3, padding=dilation, dilation=dilation)
    theirs.load_state_dict(ours.state_dict())
    x = torch.randn(2, 3, *size)
    torch.testing.assert_close(ours(x), theirs(x))
    for m in (ours, theirs): m(x).square().sum().backward()
    torch.testing.assert_close(ours.weight.grad, theirs.weight.grad, rtol=1e-4, atol=1e-4)
