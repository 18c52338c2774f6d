"""Reports an outcome whose fields have other types than the grader's own."""
HONEST = 'double'
SCORE = 4
# %%
# inverse autograded_answer
from cm203.course import sandbox
def odd(runner, seconds, **step):
    return sandbox.Outcome(ok=[], error={'a': 1}, message=[[]], frames=[[[1], {}, 3], 7], skipped=[[1], {'a': 2}], seconds='NaN')
sandbox._timed = odd
def inverse(n, p): return 0
