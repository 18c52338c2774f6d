"""Milliseconds that a process takes to confine itself, by layers, with nothing loaded and with what workers have."""
import subprocess
import sys
from statistics import median

from fastcore.script import call_parse

from cm203.grading.confine import TRIED, call_filter, why_not
from cm203.grading.worker import PRELOAD

CODE = '''import os, sys, tempfile, time
import pyseccomp
from cm203.grading.confine import Confinement, Limits, confine, readable_paths, withdraw
layers, here = {layers}, Confinement(('calls', 'files'), '', {program})
{imports}
folder, readable = tempfile.mkdtemp(), readable_paths()
for i in range({n}):
    if os.fork():
        os.wait()
        continue
    folder = tempfile.mkdtemp()
    start = time.perf_counter()
    withdraw(folder, readable, layers)
    half = time.perf_counter()
    confine(folder, readable, Limits(), here)
    print((half - start)*1000, (time.perf_counter() - half)*1000, flush=True)
    os._exit(0)
'''


@call_parse
def main(n:int=20):  # Processes for each number
    program = call_filter()
    for what, imports in ('nothing loaded', ''), ('as a worker', f'import {", ".join(PRELOAD)}'):
        for layers in TRIED:
            if why_not(layers, ()): continue
            code = CODE.format(layers=layers, program=program, imports=imports, n=n)
            run = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, check=True)
            lines = [tuple(map(float, line.split())) for line in run.stdout.splitlines()]
            leave, rest = (median(column) for column in zip(*lines))
            print(f'{what}, {" ".join(layers) or "neither user nor namespaces"}: {leave:.1f} + {rest:.1f} ms '
                  f'(leaving the machine + limits, Landlock, calls)')
