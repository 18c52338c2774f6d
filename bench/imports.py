"""Seconds for `cm203 --help`, and for `import cm203.all` beside fastai's own star import.

Each runs in fresh processes, alternating."""
import statistics
import subprocess
import sys
import time
from pathlib import Path

from fastcore.script import call_parse


def seconds(*cmd):
    t = time.perf_counter()
    subprocess.run(cmd, check=True, capture_output=True)
    return time.perf_counter() - t


@call_parse
def main(
    runs:int=7,  # Of each
):
    py, help_, ours, base = sys.executable, [], [], []
    for _ in range(runs):
        help_.append(seconds(Path(py).parent/'cm203', '--help'))
        base.append(seconds(py, '-c', 'from fastai.vision.all import *'))
        ours.append(seconds(py, '-c', 'from cm203.all import *'))
    h, o, b = map(statistics.median, (help_, ours, base))
    print(f'cm203 --help: {h:.2f} s; fastai.vision.all: {b:.2f} s; '
          f'cm203.all: {o:.2f} s, {100*(o/b-1):+.1f} % (medians of {runs})')
