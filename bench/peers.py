"""The attack suite against the peers: points that each attack gains here, in nbgrader 0.9.6 and in otter-grader 7.0.0.

Gained means: score minus what the honest part of the submission deserves. Each peer gets a virtual environment of its
own in the cache folder. A peer runs submissions as itself, with a limit of time and memory around it; attacks that name
themselves `UNSAFE` are skipped.
"""
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastcore.script import call_parse
from kit import ATTACKS, attack_notebook, code, lab_cells, name_of, notebook, read_attack

from cm203.core import cache_dir
from cm203.course.dialect import parse_lab
from cm203.course.release import nbgrader_metadata
from cm203.grading import grade as g

PEERS = dict(nbgrader='nbgrader==0.9.6', otter='otter-grader==7.0.0')
NBGRADER = '''
c = get_config()
c.CourseDirectory.course_id = "cm203"
c.ExecutePreprocessor.timeout = {seconds}
'''
SCORES = '''
from nbgrader.api import Gradebook
with Gradebook('sqlite:///gradebook.db') as gb:
    for s in gb.assignment_submissions('lab'): print(s.student.id, s.score, sep=',')
'''


def environment(name):
    "The folder with a peer's commands, installed if need be."
    root = cache_dir()/'peers'/name
    if not (root/'ready').exists():
        venv.create(root, with_pip=True, clear=True)
        subprocess.run([root/'bin'/'pip', 'install', '-q', PEERS[name], 'ipykernel', 'numpy', 'torch'], check=True)
        (root/'ready').touch()
    return root/'bin'


def limits(): resource.setrlimit(resource.RLIMIT_DATA, (6 << 30, 6 << 30))


def run(bin, cwd, *args, seconds=45):
    "Run a peer's command; what it printed, or None if it took too long or failed."
    env = os.environ | dict(PATH=f'{bin}:{os.environ["PATH"]}', OMP_NUM_THREADS='1', PYTHONPATH='')
    p = subprocess.Popen([bin/args[0], *args[1:]], cwd=cwd, env=env, preexec_fn=limits, start_new_session=True,
                         text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        out = p.communicate(timeout=seconds)[0]
        return out if p.returncode == 0 else None
    except subprocess.TimeoutExpired: return None
    finally:
        try: os.killpg(p.pid, 9)
        except ProcessLookupError: pass


def with_metadata(nb, lab):
    "The notebook with what nbgrader has to know about each cell."
    nb = notebook([c | dict(id=f'cell-{i}') for i, c in enumerate(nb['cells'])], nbformat_minor=5,
                  metadata=dict(kernelspec=dict(name='python3', display_name='Python 3', language='python')))
    for c in nb['cells']:
        if m := lab.named(name_of(c['source'])): c['metadata'] = dict(nbgrader=nbgrader_metadata(m))
    return nb


def write(path, nb):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(nb))


def nbgrader(root, lab, subs):
    "Student → score of nbgrader."
    bin, graded = environment('nbgrader'), set()
    master = notebook([code(c) for c in lab_cells()])
    write(root/'source'/'lab'/'lab.ipynb', with_metadata(master, lab))
    (root/'nbgrader_config.py').write_text(NBGRADER.format(seconds=10) + 'c.Execute.interrupt_on_timeout = True\n')
    run(bin, root, 'nbgrader', 'generate_assignment', 'lab', '--force')
    for name, nb in subs.items():
        write(root/'submitted'/name/'lab'/'lab.ipynb', with_metadata(nb, lab))
        print(f'nbgrader: {name}', file=sys.stderr)
        if run(bin, root, 'nbgrader', 'autograde', 'lab', '--student', name, '--force') is not None: graded.add(name)
    rows = csv.reader((run(bin, root, 'python', '-c', SCORES) or '').splitlines())
    return {who: float(score) for who, score in rows if who in graded}


def otter(root, lab, subs):
    "Student → score of otter."
    otter_tests(root, lab)
    def grade(name):
        write(root/name/'lab.ipynb', without_tests(with_metadata(subs[name], lab)))
        print(f'otter: {name}', file=sys.stderr)
        run(environment('otter'), root/name, 'otter', 'run', '-a', str(root/'autograder.zip'), '-o', '.', 'lab.ipynb')
        return otter_score(root/name)
    with ThreadPoolExecutor(2) as ex: return {n: s for n, s in zip(subs, ex.map(grade, subs)) if s is not None}


def otter_tests(root, lab):
    "Write the lab's tests in otter's form, and its archive."
    for c in lab.tests:
        test = (f'from otter.test_files import test_case\nOK_FORMAT = False\nname = {c.name!r}\npoints = {c.points}\n'
                f'@test_case(points={c.points})\ndef check(env): exec({c.body!r}, env)\n')
        (root/'tests').mkdir(exist_ok=True, parents=True)
        (root/'tests'/f'{c.name}.py').write_text(test)
    run(environment('otter'), root, 'otter', 'generate', '-t', 'tests', '-o', 'autograder.zip', '--no-environment')


def without_tests(nb):
    "The notebook without test cells, which otter has in files."
    return notebook([c for c in nb['cells'] if not name_of(''.join(c['source'])).startswith('testa_')],
                    metadata=dict(kernelspec=dict(name='python3', display_name='Python 3', language='python')))


def otter_score(folder):
    "The score in otter's results, or None."
    try: return sum(t['score'] for t in json.loads((folder/'results.json').read_text())['tests'] if 'score' in t)
    except (OSError, ValueError, KeyError, TypeError): return None


def ours(root, lab, subs):
    "Student → score of cm203."
    for name, nb in subs.items(): write(root/'subs'/f'{name}.ipynb', nb)
    g.Limits.from_settings = lambda: g.Limits(cell_seconds=4, submission_seconds=40)
    return {r.student: r.score for r in g.grade(lab.path, [root/'subs'], root/'grades')}


def gained(score, facts, run):
    "What an attack gained, in words."
    if score is not None: return f'{score - facts["SCORE"]:+g}'
    return 'no score' if run else f'skipped: {facts["UNSAFE"]}'


@call_parse
def main(
    names:str='',                     # Attacks to run, with spaces between; default: all
    graders:str='ours nbgrader otter', # Which graders to ask
):
    paths = [ATTACKS/f'{n}.py' for n in names.split()] or sorted(ATTACKS.glob('*.py'))
    facts = {p.stem: read_attack(p)[0] for p in paths}
    subs = {p.stem: attack_notebook(p) for p in paths}
    safe = {n: nb for n, nb in subs.items() if 'UNSAFE' not in facts[n]}
    d = tempfile.mkdtemp()
    try:
        master = Path(d)/'lab_attack.ipynb'
        write(master, notebook([code(c) for c in lab_cells()]))
        chosen = [f for f in (ours, nbgrader, otter) if f.__name__ in graders.split()]
        for f in chosen: (Path(d)/f.__name__).mkdir()
        with ThreadPoolExecutor(2) as ex:
            got = ex.map(lambda f: f(Path(d)/f.__name__, parse_lab(master), subs if f is ours else safe), chosen)
            scores = dict(zip([f.__name__ for f in chosen], got))
    finally: subprocess.run(['rm', '-rf', '--', d])  # an attack nests folders deeper than Python can remove
    print('attack', *scores, sep='\t')
    for n in subs: print(n, *(gained(s.get(n), facts[n], n in safe) for s in scores.values()), sep='\t')
    for who, s in scores.items():
        print(f'{who}: {sum(s[n] > facts[n]["SCORE"] for n in s)} of {len(s)} attacks gained points')
