"""A class is an argument: one that the test cell defines, and one of PyTorch."""
# %% right
def build(cls, *args): return cls(*args)
# %% wrong
def build(cls, *args): return cls(1)
# %% test
class Point:
    def __init__(self, x): self.x = x
    def double(self): return 2*self.x
assert build(Point, 4).double() == 8
assert build(nn.Linear, 3, 2).weight.shape == (2, 3)
