"""Sends the head of a tensor of 64 TiB without its content."""
HONEST = 'inverse'
SCORE = 1
# %%
from cm203.course import judge
real = judge.Servant.do_call
def call(self, enc, f, args, kwargs):
    if f.__name__ == 'inverse': return real(self, enc, f, args, kwargs)
    return [['tensor', 'torch.Tensor', 'float32', [1 << 44], False, 'cpu'], [None]*len(args)]
judge.Servant.do_call = call
# %%
# double autograded_answer
def double(x): return x
