"""The answer changes the test's own dictionary."""
# %% right
def put(d, k, v): d[k] = v
# %% wrong
def put(d, k, v): return {**d, k: v}
# %% test
d = {}
put(d, 'a', torch.ones(2))
assert d['a'].sum() == 2
