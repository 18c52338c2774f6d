"""Fairness: a right submission that warns, logs and writes to stderr keeps its points."""
HONEST = 'double net freeze counter centred divisors'
SCORE = 14
# %%
import logging
import sys
import warnings
warnings.simplefilter('always')
warnings.warn('old')
# %%
# inverse autograded_answer
def inverse(n, p):
    warnings.warn('deprecated', DeprecationWarning)
    logging.getLogger().error('not an error')
    print('Error: nothing is wrong', file=sys.stderr, flush=True)
    try: return pow(n, -1, p)
    except ValueError: raise ValueError('none') from None
