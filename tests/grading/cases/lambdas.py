"""A lambda of the test, which reads a name of the test cell, is called by the answer."""
# %% right
def apply(f, x): return f(x)
# %% wrong
def apply(f, x): return x
# %% test
assert apply(lambda v: v + 1, 3) == 4
k = 10
assert apply(lambda v: [v*k, torch.ones(2)*v], 2)[0] == 20
