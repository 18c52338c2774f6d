"""The answer draws into axes of the test."""
# %% right
def draw(ax, x):
    ax.plot(x)
    return len(ax.lines)
# %% wrong
def draw(ax, x): return 0
# %% test
fig, ax = plt.subplots()
assert draw(ax, [1, 2]) == 1
plt.close(fig)
