"""Every mechanism in `attacks/` wins nothing, and what is honest beside it keeps its points.

An attack is a file: a docstring that tells the mechanism, `HONEST` (questions answered as the reference does), `SCORE`
(what that honest part deserves), and cells after lines `# %%`. A cell with a header answers a question; one without is
the student's own and comes right after the cell before it. Whatever is left over stays as released. `UNSAFE` says why
it must not run unconfined.
An attack on the confinement gives a right answer only if it escaped.
"""
import faulthandler
import json
import os
import tempfile
from pathlib import Path

import pytest
from kit import ATTACKS, attack_notebook, code, handed_in, lab_cells, name_of, notebook, read_attack

from cm203.grading.grade import grade
from cm203.grading.limits import Limits

# what attacks leave if they get out
MARKS = [f'/tmp/cm203-{name}' for name in ('pickle-ran', 'shell-ran', 'forged', 'linked')]
SECRETS = '271828', '543656', '1009', '651', 'inverse(31'


def files(*roots):
    "Path, size and times of everything below `roots`."
    return {p: (p.lstat().st_size, p.lstat().st_mtime_ns, p.lstat().st_mode) for r in roots for p in r.rglob('*')}


def descendants():
    "Processes below this one, apart from multiprocessing's own fork server and resource tracker."
    parents = {}
    for p in Path('/proc').glob('[0-9]*/stat'):
        try: parents[int(p.parent.name)] = int(p.read_text().rsplit(')', 1)[1].split()[1])
        except OSError: continue
    direct = {c for c, p in parents.items() if p == os.getpid()}
    return {c for c, p in parents.items() if p in direct}


@pytest.fixture(scope='module')
def graded(tmp_path_factory):
    "The whole class, graded once: (students' results, folder, files before, files after, processes left)."
    root = tmp_path_factory.mktemp('class')
    subs, beside = root/'subs', root/'beside'
    for p in subs, beside, root/'tmp': p.mkdir()
    (beside/'gradebook.sqlite').write_text('sentinel')
    (root/'lab_attack.ipynb').write_text(json.dumps(notebook([code(c) for c in lab_cells()])))
    for path in sorted(ATTACKS.glob('*.py')): (subs/f'{path.stem}.ipynb').write_text(json.dumps(attack_notebook(path)))
    for who, honest in ('right', [name_of(c) for c in lab_cells()]), ('untouched', []):
        (subs/f'{who}.ipynb').write_text(json.dumps(notebook([code(handed_in(c, honest)) for c in lab_cells()])))
    for m in MARKS: Path(m).unlink(missing_ok=True)  # of an earlier run, or of a grader that is no match for them
    watched, children = (subs, beside, ATTACKS), descendants()
    before = files(*watched)
    with pytest.MonkeyPatch.context() as mp:
        mp.setattr(Limits, 'from_settings', lambda: Limits(cell_seconds=2, submission_seconds=20))
        mp.setattr(tempfile, 'tempdir', str(root/'tmp'))
        mp.syspath_prepend(root)  # as for a script beside the master
        faulthandler.dump_traceback_later(300, exit=True)
        results = grade(root/'lab_attack.ipynb', [subs], root/'grades', jobs=4)  # most of them wait for a limit
        faulthandler.cancel_dump_traceback_later()
    return dict(results={r.student: r for r in results}, root=root, before=before, after=files(*watched),
                children=descendants() - children)


def told(r): return '; '.join([r.error, *r.notes, *(f'{t.name} {t.score:g} {t.message} [{t.detail}]' for t in r.tests)])


@pytest.mark.parametrize('name', [p.stem for p in sorted(ATTACKS.glob('*.py'))])
def test_exact_score(graded, name):
    r = graded['results'][name]
    assert r.score == read_attack(ATTACKS/f'{name}.py')[0]['SCORE'], told(r)


def test_the_innocent(graded):
    right, untouched = (graded['results'][who] for who in ('right', 'untouched'))
    assert (right.score, untouched.score) == (14, 0), told(right)


def test_files_outside_stay_as_they_were(graded):
    assert graded['before'] == graded['after']
    assert not [p for p in MARKS if os.path.lexists(p)]
    assert not [*(graded['root']/'tmp').glob('cm203-*/*')]


def test_no_process_is_left(graded): assert not graded['children']


@pytest.mark.parametrize('secret', SECRETS)
def test_nothing_hidden_is_told(graded, secret):
    told = {p.parent.name: json.loads(p.read_text()) for p in graded['root'].glob('grades/*/*/results.json')}
    assert not [who for who, r in told.items() if secret in ' '.join([r['output'], *(t['output'] for t in r['tests'])])]
