"""Keyword arguments, and the answer inside the test's own lambdas."""
# %% right
def area(*, h, w=2): return h*w
# %% wrong
def area(*, h, w=2): return h+w
# %% test
assert area(h=3) == 6 and area(h=3, w=5) == 15
assert list(map(lambda h: area(h=h), range(3))) == [0, 2, 4]
assert sorted([2, -3], key=lambda h: area(h=h)) == [-3, 2]
