"""The grader measured: cost of the judge, time and memory of one submission, peers' speed, hostile neighbours, and many
submissions.

`--parts` chooses: `judge`, `memory` and `peers` grade the solved CNN lab (run `cm203 release` first), `hostile` and
`scale` the small lab of the attack suite. Ratios are between things that run in turn, in one run.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import peers as peers_bench
import throughput
from fastcore.script import call_parse
from fastprogress import progress_bar
from kit import ATTACKS, attack_notebook, code, handed_in, lab_cells, name_of, notebook

from cm203.course.dialect import parse_lab
from cm203.grading import court
from cm203.grading import grade as g

MASTER = throughput.MASTER


class TestsInside(court.Court):
    "A court without a judge: the tests run in the worker, as peers do it."
    def run(self, step, seconds): return self.worker.run(step, seconds)
    def tell(self, **_): pass


def timed(master, subs, jobs):
    "(seconds a submission, results)"
    with tempfile.TemporaryDirectory() as out:
        t = time.perf_counter()
        res = g.grade(master, [subs], out, jobs=jobs)
        return (time.perf_counter() - t)/len(res), res


def judge(root, n):
    "Cost of the judge, and the time of one submission."
    subs, secs, whole = root/'subs', {True: [], False: []}, court.Court
    throughput.copies(subs, n)
    timed(MASTER, subs, 2)  # imports, once
    for _ in range(3):
        for judged in True, False:
            court.Court = whole if judged else TestsInside
            s, res = timed(MASTER, subs, 2)
            assert {r.score for r in res} == {10.}, [t for t in res[0].tests if not t.passed]
            secs[judged].append(s)
            if judged: latest = sorted(r.seconds for r in res)
    court.Court = whole
    a, b = statistics.median(secs[True]), statistics.median(secs[False])
    print(f'judge: {a:.2f} s a submission with it, {b:.2f} s with the tests inside the worker: {a/b:.2f} times')
    print(f'latency of one submission, 2 at a time: median {statistics.median(latest):.2f} s, '
          f'95 % under {latest[int(.95*(n-1))]:.2f} s')


def memory(root, n):
    "What one more submission in flight adds to the memory of the whole grading."
    throughput.copies(root/'subs', n)
    peaks = [throughput.timed_grade(root/'subs', root/f'grades{jobs}', jobs)[1] for jobs in (1, 2, 3)]
    print(f'memory: peak PSS {", ".join(f"{p:.0f}" for p in peaks)} MiB with 1, 2, 3 submissions in flight: '
          f'{(peaks[2] - peaks[0])/2:.0f} MiB for each one more')


def see_all(bin):
    "Let a peer's environment import what this one has."
    site = next((bin.parent/'lib').glob('python*'))/'site-packages'
    here = [p for p in sys.path if p.endswith('site-packages')] + [str(Path.cwd())]
    (site/'bench.pth').write_text('\n'.join(here))


def peers(root, n):
    "nbgrader and otter on the same solved lab, one submission at a time with all cores; cm203 with one job a core."
    throughput.copies(root/'subs', n)
    ours, _ = timed(MASTER, root/'subs', 2)
    ours, _ = timed(MASTER, root/'subs', 2)
    print(f'cm203: {ours:.2f} s a submission')
    lab = parse_lab(MASTER)
    solved = (root/'subs'/'s000.ipynb').read_text()  # nbgrader's master as well, or it would put back RETRAIN = True
    times = dict(nbgrader=[], otter=[])
    for name in times: see_all(peers_bench.environment(name))
    nb = root/'nbgrader'
    for p in ('source', *(f'submitted/s{i}' for i in range(3))):
        (nb/p/'lab').mkdir(parents=True)
        (nb/p/'lab'/'lab.ipynb').write_text(solved)
    (nb/'nbgrader_config.py').write_text(peers_bench.NBGRADER.format(seconds=120))
    os.environ['CM203_OFFLINE'] = '1'
    bin = peers_bench.environment('nbgrader')
    made = peers_bench.run(bin, nb, 'nbgrader', 'generate_assignment', 'lab', '--force')
    ot, obin = root/'otter', peers_bench.environment('otter')
    for i in range(3):
        t = time.perf_counter()
        done = peers_bench.run(bin, nb, 'nbgrader', 'autograde', 'lab', '--student', f's{i}', '--force', seconds=300)
        times['nbgrader'].append(time.perf_counter() - t)
        if made is None or done is None: print('nbgrader failed')
        peers_bench.otter_tests(ot, lab) if not i else None
        one = ot/f's{i}'
        peers_bench.write(one/'lab.ipynb', peers_bench.without_tests(json.loads(solved)))
        t = time.perf_counter()
        cmd = 'otter', 'run', '-a', str(ot/'autograder.zip'), '-o', '.', 'lab.ipynb'
        if peers_bench.run(obin, one, *cmd, seconds=300) is None: print('otter failed')
        times['otter'].append(time.perf_counter() - t)
        print({k: round(v[-1], 1) for k, v in times.items()}, 'otter score', peers_bench.otter_score(one))
    for name, ts in times.items():
        t = statistics.median(ts)
        print(f'{name}: median {t:.1f} s a submission, {t/ours:.1f} times ours')


def small_lab(root, n, hostile):
    "A master and `n` honest submissions of the attacks' lab, no two the same, and so many hostile ones beside them."
    master = root/'lab_attack.ipynb'
    master.write_text(json.dumps(notebook([code(c) for c in lab_cells()])))
    subs = root/'subs'
    shutil.rmtree(subs, ignore_errors=True)
    subs.mkdir()
    names = [name_of(c) for c in lab_cells()]
    for i in range(n):
        honest = names if i % 3 else names[:6]
        nb = notebook([code(handed_in(c, honest)) for c in lab_cells()] + [code(f'# student {i}')])
        (subs/f'honest{i:04}.ipynb').write_text(json.dumps(nb))
    attacks = sorted(ATTACKS.glob('*.py'))[:hostile]
    for p in attacks: (subs/f'hostile-{p.stem}.ipynb').write_text(json.dumps(attack_notebook(p)))
    return master, subs


def facts(res):
    "What of the honest results must be the same each time."
    def of(r): return r.score, r.notes, r.error, [(t.name, t.score, t.message, t.detail) for t in r.tests]
    return {r.student: of(r) for r in res if r.student.startswith('honest')}


def hostile(root, n):
    "Scores of 160 honest submissions, alone and with 40 hostile ones among them: the same bit for bit."
    g.Limits.from_settings = lambda: g.Limits(cell_seconds=4, submission_seconds=40)
    alone, both = (facts(timed(*small_lab(root, 160, k), 2)[1]) for k in (0, 40))
    same = 'the same' if alone == both else 'NOT the same'
    print(f'hostile: {len(both)} honest results beside 40 attacks are {same} as alone')


def scale(root, n):
    "Time and memory as the class grows."
    for n in (10, 100, n):
        master, subs = small_lab(root, n, 0)
        out, before = root/f'grades{n}', set(Path(tempfile.gettempdir()).glob('cm203-*'))
        t = time.perf_counter()
        cmd = [throughput.BIN/'cm203', 'grade', master, subs, '--out', out]
        p = subprocess.Popen(cmd, stdout=subprocess.DEVNULL, start_new_session=True)
        seen, zombies = [], 0
        while p.poll() is None:
            try: seen.append(resident(p.pid))
            except (OSError, StopIteration): pass
            zombies = max(zombies, sum(states(p.pid)))
            time.sleep(1)
        secs = time.perf_counter() - t
        left = set(Path(tempfile.gettempdir()).glob('cm203-*')) - before
        half = seen[len(seen)//3:] or [0]
        print(f'scale: {n} submissions in {secs:.1f} s, {secs/n:.3f} s each; '
              f'memory of the parent {half[0]:.0f} MiB after a third, {max(half):.0f} at most; '
              f'at most {zombies} zombies at a time; {len(left)} folders left', flush=True)


def resident(pid):
    "MiB in memory of a process."
    lines = Path(f'/proc/{pid}/status').read_text().splitlines()
    return int(next(l for l in lines if l.startswith('VmRSS')).split()[1])/1024


def states(root):
    "Whether each descendant of a process is a zombie."
    found = {}
    for p in Path('/proc').glob('[0-9]*/stat'):
        try: f = p.read_text().rsplit(')', 1)[1].split()
        except OSError: continue
        found[int(p.parent.name)] = int(f[1]), f[0]
    below = {root}
    while more := {c for c, (p, _) in found.items() if p in below} - below: below |= more
    return [found[c][1] == 'Z' for c in below if c in found]


@call_parse
def main(
    parts:str='judge memory peers hostile scale', # What to measure
    n:int=0,                               # Submissions; default: 16 on the CNN lab, 1000 for `scale`
):
    for f in progress_bar([f for f in (judge, memory, peers, hostile, scale) if f.__name__ in parts.split()]):
        with tempfile.TemporaryDirectory() as d: f(Path(d), n or (1000 if f is scale else 16))
