"""The answer's object is used in a `with` of the test."""
# %% right
class Log:
    def __init__(self): self.seen = []
    def __enter__(self):
        self.seen.append('in')
        return self
    def __exit__(self, *_): self.seen.append('out')
# %% wrong
class Log:
    def __init__(self): self.seen = []
    def __enter__(self): return self
    def __exit__(self, *_): self.seen.append('out')
# %% test
log = Log()
with log as got: assert got.seen == ['in']
assert log.seen == ['in', 'out']
