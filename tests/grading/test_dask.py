"""Grading on a real Dask cluster on loopback, with a worker lost on the way."""
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kit import code, with_answers

distributed = pytest.importorskip('distributed', reason='needs the extra `scale`')
BIN = Path(sys.executable).parent


@pytest.fixture
def cluster(tmp_path):
    "(address, the processes of two workers, one of them with a nanny)."
    env = os.environ | dict(PYTHONWARNINGS='ignore')
    def start(*args): return subprocess.Popen([BIN/'dask', *args], env=env, cwd=tmp_path, start_new_session=True,
                                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    info = tmp_path/'scheduler.json'
    here = '--host', '127.0.0.1', '--scheduler-file', str(info)
    procs = [start('scheduler', *here, '--port', '0', '--dashboard-address', '127.0.0.1:0')]
    while not info.exists(): time.sleep(.1)
    procs += [start('worker', *here, '--nthreads', '1', '--no-dashboard', nanny) for nanny in ('--nanny', '--no-nanny')]
    yield json.loads(info.read_text())['address'], procs[1:]
    for p in procs:
        try: os.killpg(p.pid, signal.SIGKILL)
        except ProcessLookupError: pass
        p.wait()


def test_a_cluster_grades_and_loses_a_worker(klass, cluster):
    address, workers = cluster
    n = 12
    for i in range(n):
        answers = with_answers(triple=f'def triple(x): return {3 if i % 2 else 4}*x')
        klass.hand_in(f's{i:02}', [code('import time\ntime.sleep(1)')] + answers)
    done = []
    def lose_one(it, total):
        for k, x in enumerate(it):
            done.append(x)
            if k == 6: os.killpg(workers[0].pid, signal.SIGKILL)
            yield x
    res = klass.grade(scheduler=address, progress=lose_one)
    assert [res[f's{i:02}'].score for i in range(n)] == [4.5 if i % 2 else 3 for i in range(n)]


def test_no_cluster_is_a_clear_error(klass):
    from cm203.course.dialect import CourseError
    klass.hand_in('ana', with_answers())
    with pytest.raises(CourseError, match='No Dask scheduler at tcp://127.0.0.1:1'): klass.grade(scheduler='tcp://127.0.0.1:1')
