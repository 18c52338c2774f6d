import warnings

__version__ = "0.1.0"

# What fastai and tqdm say when they are imported, and nobody who takes a course can change.
warnings.filterwarnings('ignore', '`torch.jit.script` is deprecated', FutureWarning)
warnings.filterwarnings('ignore', 'IProgress not found')


def load_ipython_extension(shell):
    "`%load_ext cm203`, as in the set-up cell of a released notebook."
    from cm203.course.live import load_ipython_extension as load
    load(shell)
