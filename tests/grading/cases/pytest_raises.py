"""The test expects an exception of the answer, and reads its text."""
# %% right
def check(x):
    if x < 0: raise ValueError(f'{x} is negative')
    return x
# %% wrong
def check(x): return x
# %% test
assert check(1) == 1
with pytest.raises(ValueError, match='-3 is negative'): check(-3)
