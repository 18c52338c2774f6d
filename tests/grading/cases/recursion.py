"""The answer calls a function of the test, again and again, with its own results."""
# %% right
def fold(f, xs, start):
    for x in xs: start = f(start, x)
    return start
# %% wrong
def fold(f, xs, start): return start
# %% test
assert fold(lambda a, b: a + b, [torch.ones(2)]*3, torch.zeros(2)).tolist() == [3, 3]
