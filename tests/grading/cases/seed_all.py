"""fastai's `set_seed` seeds Python, NumPy and PyTorch for the answer and the test."""
# %% right
def draws(): return random.random(), np.random.rand(), torch.rand(1).item()
# %% wrong
def draws(): return random.random(), 0., 0.
# %% test
set_seed(3)
a = draws()
set_seed(3)
b = draws()
set_seed(3)
assert a == b == (random.random(), np.random.rand(), torch.rand(1).item())
