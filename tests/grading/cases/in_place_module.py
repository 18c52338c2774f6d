"""The answer changes the weights of the test's own layer."""
# %% right
def zero(m):
    with torch.no_grad(): m.weight.zero_()
# %% wrong
def zero(m): return m.weight*0
# %% test
m = nn.Linear(2, 2)
zero(m)
assert (m.weight == 0).all()
