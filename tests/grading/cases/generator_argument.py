"""An iterator of the test is consumed by the answer."""
# %% right
def total(xs): return sum(xs)
# %% wrong
def total(xs): return 0
# %% test
assert total([1, 2, 3]) == 6
assert total(iter([4, 5])) == 9
