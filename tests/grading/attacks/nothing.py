"""Every answer returns None: what weak tests pay for."""
HONEST = ''
SCORE = 0
# %%
# double autograded_answer
def double(x): pass
# %%
# net autograded_answer
def Net(config): pass
# %%
# freeze autograded_answer
def freeze(model, keep): pass
# %%
# inverse autograded_answer
def inverse(n, p): pass
# %%
# counter autograded_answer
class Counter: pass
# %%
# centred autograded_answer
def centred(a): pass
# %%
# divisors autograded_answer
def divisors(n): pass
