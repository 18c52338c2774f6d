"""From attempts, rules, decisions and marks to grades: who has what, why, and what has changed."""
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from kit import cells, cm203, code, notebook, with_answers

from cm203.core import CourseError
from cm203.course.dialect import parse_lab
from cm203.grading.align import CellText
from cm203.grading.grade import gradebook_of, tried_out
from cm203.grading.gradebook import Gradebook
from cm203.grading.grades import Course, Decision, Grades, note_changes, read_decisions
from cm203.grading.marks import Marks
from cm203.grading.publish import forget, write_pages
from cm203.grading.roster import Person
from cm203.grading.rules import Rules, parse_late
from cm203.grading.scores import Result, TestResult

DAY, DUE = 86400., 1_000_000.
ESSAY = '<!-- essay manual_graded_answer 4 -->\nWhy?'


@pytest.fixture
def book(klass):
    "A gradebook with a lab of 4.5 points, 4 more by hand."
    cs = [*cells(), dict(cell_type='markdown', source=ESSAY, metadata={})]
    klass.master.write_text(json.dumps(notebook(cs)))
    with gradebook_of(klass.out) as book:
        for lab in 'tiny', 'other': book.add_lab(replace(parse_lab(klass.master), name=lab))
        yield book


def hand_in(book, who, won, when=0., lab='tiny', late=False):
    "An attempt that earns some of 4 points, so many seconds after the date."
    tests = [TestResult(f'testa_1_{q}', q, 2., min(max(won - 2*i, 0.), 2.)) for i, q in enumerate(('double', 'triple'))]
    text = CellText('markdown', 'manual', 'essay', f'Because of {won}.')
    return book.record(lab, Result(book.folder(who), f'{who}.ipynb', f'{who}{won}{when}', 4., tests, stamp=DUE + when,
                                   late=late, digest=f'{won}{when}', cells=[text]))


def grades(book, lab='tiny', **kw):
    "Folder → grade."
    late = kw.pop('late', '')
    rules = {name: Rules(name, DUE, parse_late(late), **kw.pop('rules', {})) for name in ('tiny', 'other')}
    return {g.student: g for g in Grades(book, Course(rules, **kw)).of_lab(lab)}


@pytest.mark.parametrize('late, days, score', [
    ('', 9, 4.), ('none', 9, 4.), ('10 % a day, 3 days', 0, 4.), ('10 % a day, 3 days', .1, 3.6),
    ('10 % a day, 3 days', 1, 3.6), ('10 % a day, 3 days', 1.1, 3.2), ('10 % a day, 3 days', 3.1, 0.), ('50 %', .1, 2.),
    ('50 %', 20, 2.), ('refused', .1, 0.),
    ('1 hour grace, 50 %', .04, 4.), ('1 hour grace, 50 %', .05, 2.), ('30 % a day', 5, 0.)])
def test_what_it_costs_to_be_late(book, late, days, score):
    hand_in(book, 'ana', 4., days*DAY)
    g = grades(book, late=late)['ana']
    assert (g.raw, g.score, round(g.raw - g.penalty, 4)) == (4., score, score)
    assert ('late' in ' '.join(g.why)) == (g.late.days > 0)


def test_late_days_of_the_term(book):
    "They are used in the order of the labs' dates, and what is used is gone."
    for lab in 'tiny', 'other': hand_in(book, 'ana', 4., 2*DAY, lab)
    first, second = (grades(book, lab, late='25 % a day', late_days=3)['ana'] for lab in ('tiny', 'other'))
    assert [(g.late.used, g.score) for g in (first, second)] == [(2, 4.), (1, 3.)]


def test_the_platform_knows_better_than_a_files_time(book):
    hand_in(book, 'ana', 4., -5*DAY, late=True)
    assert grades(book, late='25 % a day')['ana'].score == 3.
    until = Decision('ana', 'tiny', datetime.fromtimestamp(DUE + DAY, timezone.utc), reason='ill')
    g = grades(book, late='25 % a day', decisions=[until])['ana']
    assert g.score == 4. and 'Extension until' in g.why[0] and 'ill' in g.why[0]


@pytest.mark.parametrize('attempts, score', [('newest', 1.), ('best', 3.2), ('last in time', 3.)])
def test_which_attempt_counts(book, attempts, score):
    for won, days in (2., -2), (3., -1), (4., 2), (1.25, 2.5), (4., 9): hand_in(book, 'ana', won, days*DAY)
    g = grades(book, late='20 %, 3 days', rules=dict(attempts=attempts))['ana']
    assert g.score == score and g.attempts == 5 and 'attempts' in g.why[0]


def test_a_group_shares_a_grade_and_a_decision_differs(book):
    people = [Person('1', 'Ana', group='g'), Person('2', 'Rui', group='g'), Person('3', 'Eva')]
    hand_in(book, 'Ana_1', 3.)
    decided = [Decision('2', 'tiny', score=2.5, reason='came late to the pair')]
    got = {g.person.name: g for g in grades(book, people=people, decisions=decided).values()}
    assert {n: g.score for n, g in got.items()} == dict(Ana=3., Rui=2.5, Eva=0.)
    assert 'came late to the pair' in got['Rui'].why[-1] and got['Eva'].why == ('Nothing was handed in.',)


def test_two_names_of_one_person(book):
    "Canvas writes one, Moodle another: it is one row."
    hand_in(book, 'silvaana_1000', 2., -DAY)
    hand_in(book, 'Ana Silva_1000', 4.)
    hand_in(book, 'somebody', 1.)
    got = grades(book, people=[Person('1000', 'Ana Silva')])
    assert sorted((g.person.name, g.score) for g in got.values()) == [('Ana Silva', 4.), ('somebody', 1.)]


def test_dropped_and_given(book):
    hand_in(book, 'ana', 1.)
    for kind, score, points in ('drop', 0., 6.), ('give', 2., 8.):
        g = grades(book, rules={kind: frozenset({'testa_1_double'})})['ana']
        assert (g.score, g.points) == (score, points), kind


def test_marks_count_and_what_is_unmarked_is_said(book):
    number = hand_in(book, 'ana', 4.)
    assert grades(book)['ana'].unmarked == ('essay',)
    Marks(book.db).save('tiny', 'ana', 'essay', 3., 'Well said.', by='eva', attempt=number)
    g = grades(book)['ana']
    assert (g.raw, g.points, g.unmarked, g.questions['essay']) == (7., 8., (), (3., 4.))
    assert g.comments == {'essay': 'Well said.'}


def test_a_change_is_told_with_its_reason(book):
    hand_in(book, 'ana', 3.)
    assert [c.before for c in note_changes(book, list(grades(book).values()))] == [None]
    hand_in(book, 'ana', 4.)
    change, = note_changes(book, list(grades(book, rules=dict(drop=frozenset({'testa_1_double'}))).values()))
    assert str(change) == 'ana: 3 → 2 (testa_1_double 2 → –, testa_1_triple 1 → 2)'
    assert not note_changes(book, list(grades(book, rules=dict(drop=frozenset({'testa_1_double'}))).values()))
    kept = book.db.execute('select score, why, by, key from history order by id').fetchall()
    assert [row[0] for row in kept] == [3., 2.] and kept[1][1] and kept[0][2] and kept[0][3] != kept[1][3]


@pytest.mark.parametrize('row, words', [
    ('ana,tiny,,,ill', 'a due date or a score'), ('ana,tiny,2026-01-01T10:00:00-03:00,3,ill', 'a due date or a score'),
    ('ana,tiny,,3,', 'write the reason'), (',tiny,,3,x', 'needs a student'),
    ('ana,tiny,2026-01-01T10:00:00,,x', 'needs a zone'),
    ('ana,tiny,soon,,x', 'neither a date'), ('ana,tiny,,-1,x', 'from 0 on'), ('ana,tiny,,nan,x', 'from 0 on')])
def test_decisions_that_cannot_be(tmp_path, row, words):
    path = tmp_path/'decisions.csv'
    path.write_text(f'student,lab,due,score,reason\n{row}\n')
    with pytest.raises(CourseError, match=f'line 2.*{words}'): read_decisions(path)


def test_a_decision_about_nobody(book):
    hand_in(book, 'ana', 4.)
    with pytest.raises(CourseError, match="'anna' is nobody of the course"):
        grades(book, decisions=[Decision('anna', 'tiny', score=1., reason='x')])


def test_the_same_command_says_what_would_change(klass):
    "First it is said, then it is done, and what has not changed is not told."
    for who, triple in ('ana', 'return 4*x'), ('rui', 'return 3*x'):
        klass.hand_in(who, with_answers(triple=f'def triple(x): {triple}'))
    command = 'grade', klass.master, klass.subs, '--out', klass.out
    assert 'Changed' not in cm203(*command).stdout
    klass.master.write_text(klass.master.read_text().replace('triple(2) == 6', 'triple(2) in (6, 8)'))
    tried = cm203(*command, '--dry-run').stdout
    done, again = cm203(*command).stdout, cm203(*command).stdout
    told = ['Changed: ana: 3 → 4.5 (testa_1_triple 0 → 1.5)']
    lines = [[o for o in out.splitlines() if o.startswith('Changed')] for out in (tried, done, again)]
    assert lines == [told, told, []]
    assert 'Nothing was written' in tried


def test_a_trial_leaves_nothing(klass):
    klass.hand_in('ana', cells())
    with tried_out(klass.out) as folder:
        assert not list(folder.iterdir())
    assert not klass.out.exists()


def test_only_the_owner_reads(klass):
    klass.hand_in('ana', cells())
    for command in ('grade', klass.master, klass.subs), ('export-grades', 'tiny'), ('pages', 'tiny', '--anonymous'):
        assert cm203(*command, '--out', klass.out).returncode == 0
    made = [klass.out, *klass.out.rglob('*')]
    open_ = [p.name for p in made if stat.S_IMODE(p.stat().st_mode) & 0o077 and p.suffix != '.lock']
    assert len(made) > 6 and not open_
    named, nameless = ((klass.out/name).read_text() for name in ('tiny.html', 'tiny-anonymous.html'))
    assert '>ana<' in named and '>ana<' not in nameless


def test_somebody_is_forgotten(klass):
    for who in 'zuleika', 'rui': klass.hand_in(who, [*cells(), code(f'# {who} was here')])
    assert cm203('grade', klass.master, klass.subs, '--out', klass.out).returncode == 0
    assert 'zuleika: forgotten' in forget('zuleika', klass.out)
    assert cm203('pages', 'tiny', '--out', klass.out).returncode == 0
    left = [p for p in klass.out.rglob('*') if p.is_file() and b'zuleika' in p.read_bytes()]
    assert not left and (klass.out/'tiny'/'rui'/'feedback.html').exists()
    with pytest.raises(CourseError, match="'zuleika' is nobody"): forget('zuleika', klass.out)


OLD = '''create table lab(name text primary key, points real); insert into lab values ('tiny', 4.5);
create table submission(
    student text primary key, source text, key text, score real, points real, error text, notes text, seconds real,
    graded_at text);
create table student(folder text primary key, name text unique);
create table test(student text references submission on delete cascade, position integer, name text, question text,
    points real, score real, message text, detail text, seconds real, primary key(student, position));'''
MIGRATE = 'import sys; from cm203.grading.gradebook import Gradebook; print(1, flush=True); Gradebook(sys.argv[1])'


def test_a_killed_migration_loses_nothing(tmp_path):
    path, n = tmp_path/'gradebook.sqlite', 4000
    with closing(sqlite3.connect(path)) as db:
        db.executescript(OLD)
        rows = [(f's{i}', f's{i}.ipynb', f'k{i}', 2., 4.5, '', '', 1., '') for i in range(n)]
        db.executemany('insert into submission values (?,?,?,?,?,?,?,?,?)', rows)
        db.executemany('insert into test values (?,0,?,?,2,2,?,?,1)', [(r[0], 't', 'q', 'm', 'd') for r in rows])
        db.commit()
    for delay in 0., .02, .05, .1:
        p = subprocess.Popen([sys.executable, '-c', MIGRATE, path], stdout=subprocess.PIPE)
        p.stdout.readline()
        time.sleep(delay)
        os.kill(p.pid, signal.SIGKILL)
        p.wait()
    with Gradebook(path) as book:
        assert sum(a.score == 2. for s in book.students() for a in book.attempts('tiny', [s])) == n
    with closing(sqlite3.connect(f'{path}.1')) as db:
        assert db.execute('select count(*) from submission').fetchone() == (n,)


def test_the_pages_of_five_hundred(book, klass):
    "The class's page is not larger than a mail may be."
    for i in range(500):
        number = hand_in(book, f'student {i}', (i % 17)/4, (i % 5 - 3)*DAY)
        own = [CellText('code', 'answer', q, f'def {q}(x):\n    return {i % 7}*x') for q in ('double', 'triple')]
        book.put('cell', number, own)
    course = Course(dict(tiny=Rules('Tiny', DUE, parse_late('10 % a day'))))
    done = write_pages(book, 'tiny', course, klass.out)
    assert len(done.grades) == 500 and done.page.stat().st_size < 3*2**20
