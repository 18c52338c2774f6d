"""The answer is a class; the test reads and sets an attribute of its object."""
# %% right
class Base:
    def __init__(self, n): self.n = n
    def twice(self): return 2*self.n
# %% wrong
class Base:
    def __init__(self, n): self.n = 0
    def twice(self): return 2*self.n
# %% test
b = Base(4)
assert b.twice() == 8 and b.n == 4
b.n = 5
assert b.twice() == 10
