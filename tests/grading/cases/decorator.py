"""The answer decorates a function of the test."""
# %% right
def shout(f): return lambda *a: f(*a).upper()
# %% wrong
def shout(f): return f
# %% test
@shout
def hello(name): return f'hello {name}'
assert hello('ana') == 'HELLO ANA'
