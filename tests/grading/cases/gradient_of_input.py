"""A gradient flows through the answer to the test's tensors."""
# %% right
def loss(x, y): return ((x - y)**2).mean()
# %% wrong
def loss(x, y): return ((x - y)**2).mean().detach()
# %% test
x, y = torch.tensor([1., 2.], requires_grad=True), torch.tensor([0., 4.])
l = loss(x, y)
assert l.requires_grad and l.item() == 2.5
(2*l).backward()
assert torch.allclose(x.grad, torch.tensor([2., -4.]))
