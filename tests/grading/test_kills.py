"""Whatever part of the grader is killed, the class gets the results that it would have got."""
import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from kit import cells, code, notebook

from cm203.grading.grade import grade

if not Path('/proc/self/stat').exists(): pytest.skip('needs /proc, so Linux', allow_module_level=True)


def children():
    "Process → the processes that it has started."
    res = {}
    for p in Path('/proc').glob('[0-9]*/stat'):
        try: state, parent = p.read_text().rsplit(')', 1)[1].split()[:2]
        except OSError: continue
        if state != 'Z': res.setdefault(int(parent), []).append(int(p.parent.name))
    return res


def parts():
    """Part of the grader → its processes, while a submission is graded.

    Judges are forked by the judge server, all else by the fork server."""
    below = children()
    for fork_server in below.get(os.getpid(), []):
        for judge_server in below.get(fork_server, []):
            if judges := below.get(judge_server):
                workers = [p for p in below[fork_server] if p != judge_server]
                if workers:
                    return dict(fork_server=[fork_server], judge_server=[judge_server], judge=judges, worker=workers)
    return {}


def facts(results):
    "What must be the same each time."
    return [(r.student, r.score, r.error, r.notes, [(t.name, t.score, t.message) for t in r.tests]) for r in results]


@pytest.fixture(scope='module')
def lab(tmp_path_factory):
    "A master, six submissions that take a while, and their results."
    root = tmp_path_factory.mktemp('kills')
    (root/'lab_tiny.ipynb').write_text(json.dumps(notebook(cells())))
    (root/'subs').mkdir()
    for i in range(6):
        wrong = [c | dict(source=c['source'].replace('3*x', f'{i}*x')) for c in cells()]
        slow = notebook(wrong[:4] + [code('import time\ntime.sleep(.4)')] + wrong[4:])
        (root/'subs'/f's{i}.ipynb').write_text(json.dumps(slow))
    return root, facts(grade(root/'lab_tiny.ipynb', [root/'subs'], root/'undisturbed', jobs=2))


@pytest.mark.parametrize('part', ['worker', 'judge', 'judge_server', 'fork_server'])
def test_killed(lab, part, tmp_path):
    root, undisturbed = lab
    killed, over = [], threading.Event()
    def kill():
        while not killed and not over.is_set():
            time.sleep(.2)
            for pid in parts().get(part, [])[:1]:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
    killer = threading.Thread(target=kill)
    killer.start()
    try: results = grade(root/'lab_tiny.ipynb', [root/'subs'], tmp_path/'grades', jobs=2)
    finally: over.set()
    killer.join()
    assert killed, f'no {part} was seen'
    assert facts(results) == undisturbed
