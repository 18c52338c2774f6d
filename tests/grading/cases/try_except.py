"""The test catches an exception of the answer by its class."""
# %% right
def half(n):
    if n % 2: raise TypeError('odd')
    return n//2
# %% wrong
def half(n): return n//2
# %% test
try: half(3)
except TypeError as e: assert 'odd' in str(e)
else: raise AssertionError('half(3) must raise a TypeError')
