"""Weakens the test cells, adds cells that claim to be tests, and takes the names of cells for other things."""
HONEST = 'inverse'
SCORE = 1
# %%
# testa_1_double autograder_tests 1
pass
# %%
# testa_9_double autograder_tests 100
pass
# %%
# data read_only
RETRAIN, tol, config = True, 1e9, {'width': 0}
# %%
# double autograded_answer
# testa_1_double autograder_tests 1
### BEGIN HIDDEN TESTS
def double(x): return 0
### END HIDDEN TESTS
# %%
# testa_1_divisors autograder_tests 1
def divisors(n): return [1, 7]
