"""Whose file is it, and which of several counts: downloads as platforms and people make them."""
import json
import os
import sqlite3
import unicodedata
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from kit import cells, cm203, code, notebook, with_answers

from cm203.core import CourseError
from cm203.course.dialect import parse_lab
from cm203.grading.submissions import collect

GOOD, OTHER = json.dumps(notebook(cells())), json.dumps(notebook([code('# area autograded_answer\narea = 1')]))
METADATA = '''---
submission_9000:
  :submitters:
  - :name: Ana Silva
    :sid: '2026001'
    :email: ana@example.org
  :created_at: 2026-03-01 10:00:00.000000000 Z
submission_9011:
  :submitters:
  - :name: Rui Costa
  - :name: Eva Paz
    :sid: '7'
  :created_at: 2026-03-02 10:00:00.000000000 Z
'''


def archive(path, files):
    "A .zip of a dict: name → text, bytes, or another dict for an archive in it."
    with zipfile.ZipFile(path, 'w') as z:
        for name, content in files.items():
            if isinstance(content, dict):
                inner = Path(f'{path}.inner')
                archive(inner, content)
                content = inner.read_bytes()
            z.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 10, 0, 0)), content)
    return path


def folder(path, files):
    "The same as a folder."
    for name, content in files.items():
        at = path/name
        (at if name.endswith('/') else at.parent).mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict): archive(at, content)
        elif not name.endswith('/'):
            at.write_bytes(content if isinstance(content, bytes) else content.encode())
            os.utime(at, (1.7e9, 1.7e9))
    return path


SUBMISSION = 'assignment_9100_export/submission'
CANVAS = {'silvaana_1000_2000_lab.ipynb': GOOD, 'costarui_LATE_1001_2001_lab-1.ipynb': GOOD,
          'pazeva_1002_2002_report.pdf': '%PDF', 'leo_1003_2003_work.zip': {'my/lab.ipynb': GOOD}}
MOODLE = {f'{name}_assignsubmission_file_/lab.ipynb': GOOD for name in ('Ana Silva_700', 'João Sá_701')}
CLONE = {'lab.ipynb': GOOD, 'README.md': '', '.git/HEAD': '', 'extra/notes.ipynb': OTHER}
CLONES = {f'lab-tiny-{name}/{file}': content for name in ('ana', 'rui') for file, content in CLONE.items()}
ATTEMPTS = {f'Lab 1_{s}_attempt_2026-03-0{day}-10-00-00': GOOD for s in ('ana1', 'rui2') for day in (1, 2)}
LAYOUTS = {
    'plain files': ({'ana.ipynb': GOOD, 'rui.ipynb': GOOD, 'roster.csv': 'x'}, 'ana rui'),
    'a file and a document': ({'ana.ipynb': GOOD, 'rui.pdf': '%PDF'}, 'ana rui'),
    'folders': ({'ana/lab.ipynb': GOOD, 'rui/lab.ipynb': GOOD, 'eva/': ''}, 'ana eva rui'),
    'a folder above': ({'class/ana/lab.ipynb': GOOD, 'class/rui/lab.ipynb': GOOD}, 'ana rui'),
    'two folders above': ({'a/b/ana.ipynb': GOOD, 'a/b/rui.ipynb': GOOD}, 'ana rui'),
    'groups': ({'1/ana/lab.ipynb': GOOD, '1/rui/lab.ipynb': GOOD, '2/eva/lab.ipynb': GOOD}, 'ana eva rui'),
    'labs in folders of students': ({f'{s}/{lab}/lab.ipynb': GOOD if lab == 'tiny' else OTHER
                                     for s in ('ana', 'rui') for lab in ('tiny', 'area', 'mesh')}, 'ana rui'),
    'archives of students': ({'ana.zip': {'lab.ipynb': GOOD}, 'rui.zip': {'x/lab.ipynb': GOOD}}, 'ana rui'),
    'one student': ({'ana/lab.ipynb': GOOD, 'ana/Untitled.ipynb': OTHER}, 'ana'),
    'Canvas': (CANVAS, 'costarui_1001 leo_1003 pazeva_1002 silvaana_1000'),
    'Canvas in a folder': ({f'dl/{k}': v for k, v in CANVAS.items()},
                           'costarui_1001 leo_1003 pazeva_1002 silvaana_1000'),
    'Canvas and a straggler': (CANVAS | {'zoe.ipynb': GOOD, 'index.html': ''},
                               'costarui_1001 leo_1003 pazeva_1002 silvaana_1000 zoe'),
    'Canvas, anonymous': ({'anon_Xy12Z_2000_lab.ipynb': GOOD, 'anon_Ab34C_2001_lab.ipynb': GOOD}, 2),
    'two Canvas downloads': ({'c1.zip': CANVAS, 'c2.zip': {'silvaana_LATE_1000_3000_lab.ipynb': GOOD,
                                                           'new_1004_3001_lab.ipynb': GOOD}},
                             'costarui_1001 leo_1003 new_1004 pazeva_1002 silvaana_1000'),
    'two plain archives': ({'w1.zip': {'ana/lab.ipynb': GOOD, 'rui/lab.ipynb': GOOD, 'eva/lab.ipynb': GOOD},
                            'w2.zip': {'rui/lab.ipynb': GOOD}}, 'ana eva rui'),
    'Moodle': (MOODLE, 'Ana Silva_700 João Sá_701'),
    'Moodle, flat': ({k.replace('_/', '_'): v for k, v in MOODLE.items()}, 'Ana Silva_700 João Sá_701'),
    'Moodle in an archive in a folder': ({'dl/m.zip': MOODLE}, 'Ana Silva_700 João Sá_701'),
    'Moodle and Canvas': ({'m.zip': MOODLE, 'c.zip': {'silvaana_1000_2000_lab.ipynb': GOOD}},
                          'Ana Silva_700 João Sá_701 silvaana_1000'),
    'Gradescope': ({f'{SUBMISSION}_9000/lab.ipynb': GOOD, f'{SUBMISSION}_9011/lab.ipynb': GOOD,
                    f'{SUBMISSION}_9012/lab.ipynb': GOOD, f'{SUBMISSION}_metadata.yml': METADATA},
                   'Ana Silva_2026001 Rui Costa+Eva Paz_7 submission_9012'),
    'Gradescope, unpacked': ({'submission_9000/lab.ipynb': GOOD, 'submission_9011/src/lab.ipynb': GOOD},
                             'submission_9000 submission_9011'),
    'Blackboard': ({f'{k}_lab.ipynb': GOOD for k in ATTEMPTS} | {f'{k}.txt': 'x' for k in ATTEMPTS}
                   | {'Lab 1_eva_attempt_2026-03-01-10-00-00.txt': ''}, 'ana1 eva rui2'),
    'Google Classroom': ({'Lab 1/Ana Silva - Lab 1.ipynb': GOOD, 'Lab 1/Rui - Lab 1 (1).ipynb': GOOD,
                          'Lab 1/Copy of Eva - Lab 1.ipynb': GOOD}, 'Ana Silva Eva Rui'),
    'GitHub Classroom': (CLONES, 'lab-tiny-ana lab-tiny-rui'),
    'nbgrader': ({f'course/submitted/{s}/{lab}/lab.ipynb': GOOD for s in ('ana', 'rui') for lab in ('tiny', 'ps2')},
                 'ana rui'),
    'nbgrader, one student': ({'submitted/ana/tiny/lab.ipynb': GOOD}, 'ana'),
    'nbgrader, downloaded': ({f'ps1_{s}_attempt_2016-01-30-20-30-10_problem{p}.ipynb': GOOD if p == 1 else OTHER
                              for s in ('bitdiddle', 'hacker') for p in (1, 2)}, 'bitdiddle hacker'),
    'a folder for each platform': (
        {f'c/{k}': v for k, v in CANVAS.items()} | {f'm/{i}{k}': v for i in '12' for k, v in MOODLE.items()}
        | {f'files/{s}.ipynb': GOOD for s in 'rstu'} | {f'g/class/{s}/lab.ipynb': GOOD for s in 'abcd'},
        '1Ana Silva_700 1João Sá_701 2Ana Silva_700 2João Sá_701 a b c costarui_1001 d leo_1003 pazeva_1002 r s '
        'silvaana_1000 t u'),
    'Windows paths': ({'ana\\lab.ipynb': GOOD, 'rui\\lab.ipynb': GOOD}, 'ana rui'),
    'renamed by browsers': ({'ana/lab.ipynb.txt': GOOD, 'rui/lab.ipynb (1)': GOOD, 'eva/LAB.IPYNB': GOOD},
                            'ana eva rui'),
}


@pytest.fixture(scope='module')
def lab(tmp_path_factory):
    path = tmp_path_factory.mktemp('master')/'lab_tiny.ipynb'
    path.write_text(GOOD)
    return parse_lab(path)


AMBIGUOUS = 'one student', 'a file and a document'  # a student's own archive may look like that


@pytest.mark.parametrize('way', ['archive', 'folder', 'archive in a folder'])
@pytest.mark.parametrize('name', LAYOUTS)
def test_layouts(tmp_path, lab, name, way):
    files, students = LAYOUTS[name]
    if way == 'archive in a folder' and name in AMBIGUOUS: students = 'my class'
    if way == 'archive': path = archive(tmp_path/'class.zip', files)
    elif way == 'folder': path = folder(tmp_path/'class', files)
    else: path = folder(tmp_path/'class', {'my class.zip': files})
    subs = {s.student: s for s in collect([path], lab)}
    if isinstance(students, int): assert len(subs) == students
    else: assert ' '.join(sorted(subs)) == students
    for s in subs.values():
        if not s.missing: assert s.read().decode() == GOOD, f'{s.student}: {s.source}'


def test_missing_is_said(tmp_path, lab):
    subs = {s.student: s for s in collect([archive(tmp_path/'c.zip', CANVAS)], lab)}
    assert [k for k, s in subs.items() if s.missing] == ['pazeva_1002']
    with pytest.raises(CourseError, match=r'No notebook \(.ipynb\) in what was handed in: pazeva_1002_2002_report.pdf'):
        subs['pazeva_1002'].read()


def test_what_was_understood(tmp_path, lab):
    assert str(collect([archive(tmp_path/'c.zip', CANVAS)], lab)) == 'Canvas: 4 students, 1 late, 1 without a notebook.'
    both = archive(tmp_path/'m.zip', MOODLE)
    assert str(collect([tmp_path/'c.zip', both], lab)).startswith('Canvas and Moodle: 6 students')


def test_downloads_named_together(tmp_path, lab):
    first = archive(tmp_path/'c1.zip', CANVAS)
    late = archive(tmp_path/'c2.zip', {'silvaana_LATE_1000_3000_lab-1.ipynb': GOOD})
    subs = {s.student: s for s in collect([first, late], lab)}
    assert len(subs) == 4 and subs['silvaana_1000'].source == 'c2.zip/silvaana_LATE_1000_3000_lab-1.ipynb'
    ana, rui = (folder(tmp_path/name, {'lab.ipynb': GOOD}) for name in ('ana', 'rui'))
    assert [s.student for s in collect([ana, rui], lab)] == ['ana', 'rui']


COUNTS = {
    'the newest': ({'lab.ipynb': 2, 'lab_final.ipynb': 1}, 'lab.ipynb'),
    'of equal age the last copy': ({'lab.ipynb': 1, 'lab (2).ipynb': 1, 'lab (1).ipynb': 1}, 'lab (2).ipynb'),
    'ten is after nine': ({'lab-9.ipynb': 1, 'lab-10.ipynb': 1}, 'lab-10.ipynb'),
    'no scratch': ({'lab.ipynb': 1, 'Untitled.ipynb': 9}, 'lab.ipynb'),
    'no other lab': ({'a_lab.ipynb': 1, 'other_lab.ipynb': 9}, 'a_lab.ipynb'),
}


@pytest.mark.parametrize('name', COUNTS)
def test_which_counts(tmp_path, lab, name):
    files, best = COUNTS[name]
    for file, hours in files.items():
        content = OTHER if file.startswith(('U', 'o')) else GOOD
        folder(tmp_path, {f'class/ana/{file}': content, 'class/rui/lab.ipynb': GOOD})
        os.utime(tmp_path/'class'/'ana'/file, (1.7e9 + 3600*hours,)*2)
    sub = next(s for s in collect([tmp_path/'class'], lab) if s.student == 'ana')
    assert sub.source == f'ana/{best}'
    if 'other_lab.ipynb' in files: assert 'the notebook of another lab: it has the cells `area`' in ' '.join(sub.notes)


def test_one_where_many_are_is_an_error(tmp_path, lab):
    files = {'class/ana/lab.ipynb': GOOD, 'class/rui/report.pdf': '', 'class/eva/work.docx': ''}
    with pytest.raises(CourseError, match="Is 'class' one student, or are those in it .ana, eva, rui."):
        collect([archive(tmp_path/'c.zip', files)], lab)
    many = {f'class/lab_{i}.ipynb': GOOD for i in range(5)}
    with pytest.raises(CourseError, match="Is 'class' one student"): collect([folder(tmp_path/'many', many)], lab)


def test_accents(tmp_path, lab):
    composed, apart = (unicodedata.normalize(form, 'José') for form in ('NFC', 'NFD'))
    files = {f'{composed}/lab.ipynb': GOOD, f'{apart}/lab (1).ipynb': GOOD, 'हिन्दी/lab.ipynb': GOOD}
    assert [s.student for s in collect([folder(tmp_path/'class', files)], lab)] == [composed, 'हिन्दी']


def test_a_class_with_everything(klass):
    "Rows, reasons, and lines of the command, for those who handed in nothing that can be graded, too."
    export = {'ana/lab.ipynb': GOOD, 'bob/lab.ipynb.txt': GOOD, 'dan/report.pdf': '%PDF', 'eva/': '',
              'fay/other.ipynb': OTHER, '[red]gil[/]/lab.ipynb': json.dumps(notebook(with_answers(double='1/0')))}
    done = cm203('grade', klass.master, archive(klass.root/'class.zip', export), '--out', klass.out)
    assert done.returncode == 0 and 'Files and folders: 6 students, 2 without a notebook.' in done.stdout, done.stderr
    assert 'report.pdf' in done.stdout and 'an empty folder' in done.stdout
    scores = {p.parent.name: json.loads(p.read_text()) for p in klass.out.glob('*/*/results.json')}
    assert {k: r['score'] for k, r in scores.items()} == dict(ana=4.5, bob=4.5, dan=0, eva=0, fay=0, **{'red-gil': 1.5})
    assert 'the notebook of another lab: it has the cells `area`' in scores['fay']['output']


def test_older_never_replaces_newer(klass):
    half = json.dumps(notebook(with_answers(triple='triple = 0')))
    new, old = (archive(klass.root/f'{n}.zip', {'ana/lab.ipynb': c}) for n, c in (('new', GOOD), ('old', half)))
    stamped = {'new': (2026, 3, 2, 10, 0, 0), 'old': (2026, 3, 1, 10, 0, 0)}
    for path, content in ((new, GOOD), (old, half)):
        with zipfile.ZipFile(path, 'w') as z: z.writestr(zipfile.ZipInfo('ana/lab.ipynb', stamped[path.stem]), content)
    cm203('grade', klass.master, new, '--out', klass.out)
    for extra in ([], ['--force']):
        done = cm203('grade', klass.master, old, '--out', klass.out, *extra)
        assert 'ana: the result of a newer file stays; old.zip/ana/lab.ipynb is older.' in done.stdout, done.stderr
        assert json.loads((klass.out/'tiny'/'ana'/'results.json').read_text())['score'] == 4.5


def test_who_has_a_folder_keeps_it(klass):
    for name in ('x_y', 'x y'):
        folder(klass.subs, {f'{name}/lab.ipynb': GOOD, 'z/lab.ipynb': GOOD})
        klass.grade()
    first = {p.name for p in (klass.out/'tiny').iterdir()}
    folder(klass.subs, {'x?y/lab.ipynb': json.dumps(notebook(with_answers(triple='triple = 0')))})
    scores = {k: r.score for k, r in klass.grade().items()}
    assert {k: scores[k] for k in first} == dict.fromkeys(first, 4.5) and len(scores) == 4


def turns(klass):
    "Who was graded when."
    with closing(sqlite3.connect(klass.out/'gradebook.sqlite')) as db:
        return dict(db.execute('select student, turn from attempt'))


def test_force_and_only(klass):
    for name in ('ana', 'rui'): klass.hand_in(name, cells())
    klass.grade()
    before = turns(klass)
    done = cm203('grade', klass.master, klass.subs, '--out', klass.out, '--force', '--only', 'rui')
    assert done.returncode == 0 and 'rui' in done.stdout and '│ ana' not in done.stdout, done.stderr
    assert {who for who, turn in turns(klass).items() if before[who] != turn} == {'rui'}
    done = cm203('grade', klass.master, klass.subs, '--out', klass.out, '--only', 'ruy')
    assert done.returncode == 1 and "No student is called 'ruy'. Did you mean rui?" in done.stderr
