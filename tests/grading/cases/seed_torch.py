"""A seed that the test sets is the answer's, too; both draw the same numbers."""
# %% right
def noise(n): return torch.randn(n)
# %% wrong
def noise(n): return torch.rand(n)
# %% test
torch.manual_seed(7)
a = noise(3)
torch.manual_seed(7)
assert torch.equal(a, torch.randn(3))
