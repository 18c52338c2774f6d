"""The answer changes the test's own list."""
# %% right
def push(xs, x): xs.append(x)
# %% wrong
def push(xs, x): return xs + [x]
# %% test
xs = [1]
push(xs, 2)
assert xs == [1, 2]
