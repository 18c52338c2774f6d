"""Prints without end, in Python and to the descriptors themselves."""
UNSAFE = 'output bomb'
HONEST = 'double'
SCORE = 4
# %%
# inverse autograded_answer
import os
import sys
def inverse(n, p):
    while True:
        print('x' * 1_000_000)
        sys.stderr.write('x' * 1_000_000)
        os.write(1, b'x' * 1_000_000)
