"""Fairness: right answers in another container than the reference's, as an iterator, of derived classes, with more
digits than Python prints, and with an error that is derived from the one that is asked for."""
HONEST = 'net freeze counter centred'
SCORE = 14
# %%
# double autograded_answer
class Text(str): pass
class Number(int): pass
def double(x): return Text(2*x) if isinstance(x, str) else Number(2*x) if isinstance(x, int) else 2*x
# %%
# inverse autograded_answer
class NoInverse(ValueError): pass
def inverse(n, p):
    for k in range(1, p):
        if n*k % p == 1: return k
    raise NoInverse(7**9999 % p)
# %%
# divisors autograded_answer
def divisors(n):
    if n == 5: return [1, 5, 7**9999]
    return (d for d in range(1, n+1) if n % d == 0)
