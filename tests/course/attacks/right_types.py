"""Fairness: right answers in another container than the reference's, as an iterator, and with more digits than Python prints."""
HONEST = 'net freeze inverse counter centred'
SCORE = 14
# %%
# double autograded_answer
from collections import UserString
class Text(str): pass
class Number(int): pass
def double(x):
    global many
    many = 7**9999
    return Text(2*x) if isinstance(x, str) else Number(2*x) if isinstance(x, int) else 2*x
# %%
# divisors autograded_answer
def divisors(n):
    if n == 5: return frozenset({1, 5})
    return (d for d in range(1, n+1) if n % d == 0)
