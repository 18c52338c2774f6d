"""`torch.autograd.gradcheck` differentiates the answer."""
# %% right
def cube(x): return x**3
# %% wrong
def cube(x): return x.detach()**3 + 0*x
# %% test
x = torch.randn(3, dtype=torch.float64, requires_grad=True)
assert torch.autograd.gradcheck(cube, x)
