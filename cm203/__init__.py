__version__ = "0.1.0"


def load_ipython_extension(shell):
    "`%load_ext cm203`, as in the set-up cell of a released notebook."
    from cm203.course.live import load_ipython_extension as load
    load(shell)
