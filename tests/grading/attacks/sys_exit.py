"""Leaves by SystemExit, KeyboardInterrupt and GeneratorExit."""
HONEST = 'double'
SCORE = 4
# %%
import sys
sys.exit(0)
# %%
# freeze autograded_answer
def freeze(model, keep): raise KeyboardInterrupt
# %%
# inverse autograded_answer
import sys
def inverse(n, p): sys.exit(0)
# %%
# divisors autograded_answer
def divisors(n): raise GeneratorExit
