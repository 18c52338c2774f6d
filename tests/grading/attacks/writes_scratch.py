"""Fairness: a right submission may write to, and read from, the folder that it runs in."""
HONEST = 'double net freeze inverse counter centred'
SCORE = 14
# %%
# divisors autograded_answer
import json
import tempfile
def divisors(n):
    with tempfile.TemporaryDirectory() as folder:
        with open(f'{folder}/found.json', 'w') as f: json.dump([d for d in range(1, n+1) if n % d == 0], f)
        with open(f'{folder}/found.json') as f: return json.load(f)
