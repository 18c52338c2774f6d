"""Submissions a minute: `cm203 grade` against `jupyter nbconvert --execute`, on copies of the solved CNN lab.

Both get the same notebooks (RETRAIN = False), in one run, and may use all cores. Run `cm203 release` first.
"""
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastcore.script import call_parse

MASTER = Path('dist/grader/10_lab_cnn.ipynb')
BIN = Path(sys.executable).parent


def copies(folder, n):
    "`n` solved submissions that do not train."
    nb = json.loads(MASTER.read_text())
    for c in nb['cells']: c['source'] = [s.replace('RETRAIN = True', 'RETRAIN = False') for s in c['source']]
    folder.mkdir()
    for i in range(n): (folder/f's{i:03}.ipynb').write_text(json.dumps(nb))
    return sorted(folder.glob('*.ipynb'))


def pss(group):
    "Proportional set size in MiB of all processes in a session, and how many there are."
    total = n = 0
    for p in Path('/proc').glob('[0-9]*'):
        try:
            if int((p/'stat').read_text().rsplit(')', 1)[1].split()[3]) not in group: continue
            lines = (p/'smaps_rollup').read_text().splitlines()
            total += int(next(l for l in lines if l.startswith('Pss:')).split()[1])
            n += 1
        except (OSError, ValueError, StopIteration, IndexError): pass
    return total / 1024, n


def sessions(root):
    "The sessions of a process and of its descendants (workers have sessions of their own)."
    parents, sids = {}, {}
    for p in Path('/proc').glob('[0-9]*'):
        try: f = (p/'stat').read_text().rsplit(')', 1)[1].split()
        except OSError: continue
        parents[int(p.name)], sids[int(p.name)] = int(f[1]), int(f[3])
    below = {root}
    while more := {c for c, p in parents.items() if p in below} - below: below |= more
    return {sids[p] for p in below if p in sids}


def timed_grade(subs, out, jobs=None):
    "(seconds, peak MiB) of grading a folder in a fresh process."
    t, peak = time.time(), [0.]
    cmd = [BIN/'cm203', 'grade', MASTER, subs, '--out', out, *(['--jobs', str(jobs)] if jobs else [])]
    p = subprocess.Popen(cmd, stdout=subprocess.DEVNULL, start_new_session=True)
    def watch():
        while p.poll() is None:
            peak[0] = max(peak[0], pss(sessions(p.pid))[0])
            time.sleep(.5)
    w = threading.Thread(target=watch)
    w.start()
    p.wait()
    secs = time.time() - t
    w.join()
    assert p.returncode == 0
    return secs, peak[0]


def nbconvert(path, threads):
    env = os.environ | dict(CM203_OFFLINE='1', **({'OMP_NUM_THREADS': str(threads)} if threads else {}))
    options = '--to', 'notebook', '--execute', '--allow-errors', '--output', f'{path.stem}_done.ipynb'
    subprocess.run([sys.executable, '-m', 'nbconvert', *options, path], env=env, check=True, capture_output=True)


@call_parse
def main(
    n:int=40,      # Submissions for cm203
    n_peer:int=4,  # Submissions for nbconvert, which takes its time
):
    with tempfile.TemporaryDirectory() as d:
        d, jobs = Path(d), os.cpu_count()
        files = copies(d/'subs', n)
        for run in 1, 2:
            secs, peak = timed_grade(d/'subs', d/f'grades{run}')
            scores = {json.loads(p.read_text())['score'] for p in (d/f'grades{run}').glob('*/results.json')}
            print(f'cm203 grade, run {run}: {n} submissions in {secs:.1f} s = {60*n/secs:.0f} a minute; '
                  f'peak PSS {peak:.0f} MiB; scores {scores}')
        best = 60*n/secs
        for label, workers, threads in ('one after the other', 1, None), (f'{jobs} at a time, 1 thread each', jobs, 1):
            t = time.time()
            with ThreadPoolExecutor(workers) as ex: list(ex.map(lambda p: nbconvert(p, threads), files[:n_peer]))
            rate = 60*n_peer/(time.time()-t)
            print(f'nbconvert, {label}: {rate:.1f} a minute; cm203 grades {best/rate:.1f} times as many')
