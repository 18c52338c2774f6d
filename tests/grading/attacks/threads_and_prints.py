"""Fairness: a right submission that computes in threads and prints much keeps its points."""
HONEST = 'double net freeze inverse counter centred'
SCORE = 14
# %%
# divisors autograded_answer
from concurrent.futures import ThreadPoolExecutor
def divisors(n):
    print('looking ' * 1_000_000)
    with ThreadPoolExecutor(4) as pool: found = list(pool.map(lambda d: n % d == 0, range(1, n+1)))
    return [d for d, yes in enumerate(found, 1) if yes]
