"""`torch.no_grad` of the test holds inside the answer."""
# %% right
def scores(x): return x*x
# %% wrong
def scores(x): return x
# %% test
x = torch.tensor([3.], requires_grad=True)
with torch.no_grad(): s = scores(x)
assert s.item() == 9 and not s.requires_grad
assert scores(x).requires_grad
