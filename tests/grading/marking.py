"""A gradebook to mark in, as the grader leaves it: a lab of two questions, and what students handed in."""
import json
import sqlite3
from contextlib import closing, contextmanager

from cm203.grading.marks import Marks, open_marks

TABLES = '''
pragma journal_mode=wal;
create table if not exists lab(name text primary key, points real, title text, master blob);
create table if not exists student(folder text primary key, name text unique);
create table if not exists attempt(
    id integer primary key, lab text, student text, source text, key text, stamp real, late integer, points real,
    error text, notes text, seconds real, graded_at text, unique(lab, student, key));
create table if not exists cell(
    attempt integer, position integer, type text, kind text, name text, source text);
'''
SCHEME = '''<!-- manual: why 2 -->
**Why** does a deeper network need skip connections?

### BEGIN SOLUTION
- 1 point: the *gradient* reaches early layers, $\\partial L/\\partial x$ has a term without factors.
- 1 point: names a measurement or a figure.

Half a point less without units.
### END SOLUTION'''
HEADER = '<!-- why manual_graded_answer 2 -->\n'
HOURS = '#| manual: hours 0\nhours = None\n### BEGIN SOLUTION\nhours = 4.5\n### END SOLUTION'


def cell(cell_type, source): return dict(cell_type=cell_type, source=source, metadata={})


def master():
    "The lab, in the source dialect."
    cells = [cell('markdown', '## Depth\n\nRead section 4 of the paper first.'), cell('markdown', SCHEME),
             cell('code', HOURS)]
    return json.dumps(dict(nbformat=4, nbformat_minor=5, metadata={}, cells=cells)).encode()


def hand_in(path, student, why, stamp=1., before=('import torch',)):
    "Another attempt of a student, whose name is told apart from the folder; its id."
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        values = 'tiny', student, f'{student} {stamp}', stamp
        db.execute('insert or ignore into student values (?, ?)', (student, f'{student.title()} da Silva'))
        new = db.execute('insert into attempt(lab, student, key, stamp) values (?,?,?,?)', values).lastrowid
        cells = [*(('code', '', '', s) for s in before), ('markdown', 'manual', 'why', HEADER + why),
                 ('code', 'manual', 'hours', '# hours manual_graded_answer 0\nhours = 3')]
        db.executemany('insert into cell values (?,?,?,?,?,?)', [(new, i, *c) for i, c in enumerate(cells, 1)])
    return new


def new_gradebook(path, **answers):
    "A gradebook with one attempt a student."
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(TABLES)
        db.execute('insert into lab values (?, ?, ?, ?)', ('tiny', 2., 'Tiny networks', master()))
    for student, why in answers.items(): hand_in(path, student, why)
    return path


@contextmanager
def marks_in(path):
    "The marks of a gradebook."
    with closing(open_marks(path)) as db: yield Marks(db)
