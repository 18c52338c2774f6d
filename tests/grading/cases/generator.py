"""The answer is a generator; the test takes its values one by one, to the end."""
# %% right
def count(n):
    for i in range(n): yield i*i
# %% wrong
def count(n):
    for i in range(n): yield i
# %% test
assert list(count(4)) == [0, 1, 4, 9]
it = count(3)
assert next(it) == 0 and next(it) == 1 and next(it) == 4
try: next(it)
except StopIteration: pass
else: assert False, 'the generator does not end'
