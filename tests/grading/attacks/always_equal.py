"""Answers that claim to equal whatever they are compared with, also as a number, a truth value or an argument of
torch."""
HONEST = 'inverse'
SCORE = 1
# %%
class Yes:
    def __eq__(self, o): return True
    def __ne__(self, o): return False
    def __bool__(self): return True
    def __lt__(self, o): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __hash__(self): return 0
    def __call__(self, *a, **k): return self
    def __getattr__(self, name): return self
    def __getitem__(self, k): return self
    def __add__(self, o): return self
    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __abs__ = __matmul__ = __add__
    def __abs__(self): return self
    def __float__(self): return 0.
    def __iter__(self): return iter([self])
    @classmethod
    def __torch_function__(cls, *a, **k): return True
# %%
# double autograded_answer
def double(x): return Yes()
# %%
# net autograded_answer
def Net(config): return Yes()
# %%
# centred autograded_answer
def centred(a): return Yes()
# %%
# counter autograded_answer
def Counter(): return Yes()
