"""Ends Python itself with success, at definition and in a call."""
HONEST = 'double'
SCORE = 4
# %%
# freeze autograded_answer
import os
os._exit(0)
# %%
# inverse autograded_answer
import os
def inverse(n, p): os._exit(0)
