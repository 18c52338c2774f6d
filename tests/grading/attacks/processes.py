"""multiprocessing, a process pool and a shell escape in place of the answer."""
HONEST = 'double'
SCORE = 4
# %%
from IPython import get_ipython
get_ipython().system('touch /tmp/cm203-shell-ran')
get_ipython().run_cell_magic('bash', '', 'touch /tmp/cm203-shell-ran')
# %%
# divisors autograded_answer
import multiprocessing
def found(n): return [d for d in range(1, n+1) if n % d == 0]
def divisors(n):
    with multiprocessing.get_context('fork').Pool(1) as pool: return pool.apply(found, (n,))
