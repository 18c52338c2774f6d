"""nbgrader's own notebooks are released and graded as they are, and points are those that nbgrader gives."""
import copy
import json

import pytest
from kit import code, notebook

from cm203.core import CourseError
from cm203.course.dialect import DialectError, parse_lab
from cm203.course.nbgrader import marks_of, read_nbgrader
from cm203.course.notebook import load_notebook
from cm203.course.release import grader_notebook, nbgrader_metadata, student_notebook
from cm203.grading.align import align, why_not_of_lab
from cm203.grading.grade import gradebook_of
from cm203.grading.master import parse_master

ROLES = 'grade', 'solution', 'task', 'locked'
STUB = '# YOUR CODE HERE\nraise NotImplementedError()'


def cell(source, grade_id='', roles='', points=None, prose=False, version=3):
    "A cell as nbgrader's toolbar writes it."
    res = dict(cell_type='markdown', source=source, metadata={}) if prose else code(source)
    if not roles: return res
    meta = dict(schema_version=version, grade_id=grade_id) | {k: k in roles.split() for k in ROLES}
    if version < 3: del meta['task']
    if points is not None: meta['points'] = points
    return res | dict(metadata=dict(nbgrader=meta))


def solution(head, body, before=''): return f'{before}{head}\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION'
def hidden(body): return f'### BEGIN HIDDEN TESTS\n{body}\n### END HIDDEN TESTS'


USES = """double_ = double
del double
try: four(1)
except NameError: pass
else: raise AssertionError('four does not use double')
finally: double = double_"""

MASTER = [
    cell('Read *this*.', 'intro', 'locked', prose=True),
    cell('factor = 2', 'given', 'locked'),
    cell(solution('def double(x):', 'return factor*x', '"""Double."""\n'), 'Double', 'solution'),
    cell('double(7)'),
    cell('assert double(1) == 2\n' + hidden('assert double(1234) == 2468'), 'correct-double', 'grade', 1),
    cell('assert double("a") == "aa"', 'strings', 'grade locked', .5),
    cell('def four(x):\n    """Four times x.\n\n    Uses double."""\n'
         '    ### BEGIN SOLUTION\n    return double(double(x))\n    ### END SOLUTION', 'four', 'solution'),
    cell('assert four(1) == 4 and double(2) == 4', 'both', 'grade', 2),
    cell(USES, 'cell-938593c4a215c6cc', 'grade', 2),
    cell('half = lambda x: x/2', '0-half', 'grade solution', 3),
    cell('half(4)'),
    cell('Because of its name.', 'why', 'grade solution', 4, prose=True),
    cell('Prove it.\n### BEGIN MARK SCHEME\nOne for the base case.\n### END MARK SCHEME', 'proof', 'task locked', 5,
         prose=True)]


def data(cells): return json.dumps(notebook(cells)).encode()
def parse(*cells): return parse_lab('10_lab_ps1.ipynb', data(cells))
def loaded(cells): return load_notebook(data(cells), 'me.ipynb')
def sources(nb): return [''.join(c['source']) for c in nb['cells']]


def handed_in(**answers):
    "nbgrader's released notebook with a student's answers, by grade_id."
    res = copy.deepcopy(MASTER)
    for c in res:
        meta = c['metadata'].get('nbgrader', {})
        head, begin, _ = c['source'].partition('    ### BEGIN SOLUTION')
        if begin: c['source'] = head + '    ' + STUB.replace('\n', '\n    ')
        elif meta.get('solution'): c['source'] = STUB if c['cell_type'] == 'code' else 'YOUR ANSWER HERE'
        c['source'] = c['source'].partition('\n### BEGIN')[0]
        c['source'] = answers.get(meta.get('grade_id'), c['source'])
    return res


def without_metadata(cells): return [c | dict(metadata={}) for c in cells]


RIGHT = {'Double': 'def double(x): return x + x', 'four': 'def four(x): return double(2*x)',
         '0-half': 'half = .5.__mul__'}
NAMES = ['given', 'double', 'testa_1_double', 'testa_2_double', 'four', 'testa_1_four', 'testa_2_four', 'q_0_half',
         'why', 'proof']


@pytest.mark.parametrize('roles, prose, kind', [
    ('solution', False, 'answer'), ('grade', False, 'test'), ('grade locked', False, 'test'),
    ('grade solution', False, 'manual'), ('grade solution', True, 'manual'), ('task locked', True, 'manual'),
    ('locked', False, 'read_only'), ('locked', True, 'markdown')])
def test_every_role_has_a_kind(roles, prose, kind):
    for version in (1, 2, 3) if 'task' not in roles else (3,):
        lab = parse(cell('x = 1', 'Part-A', roles, 2, prose, version))
        assert [c.kind for c in lab.cells] == [kind]
        assert lab.cells[0].points == (2 if 'grade' in roles or 'task' in roles else 0)


def test_a_role_that_nbgrader_does_not_know_is_none():
    "nbgrader drops metadata that give no role, and so may a student's editor."
    for meta in ({}, 'x', dict(grade_id='x'), dict(grade_id=['x'], grade=True), dict(grade=True)):
        c = dict(code('x = 1'), metadata=dict(nbgrader=meta))
        assert read_nbgrader(loaded([c, MASTER[1]]))[0][1] is None


@pytest.mark.parametrize('said, points', [('1.5', 1.5), ('', 0), (-1, 0), (None, 0), ('many', 0), (float('inf'), 0)])
def test_points_are_read_as_nbgrader_reads_them(said, points):
    assert marks_of(cell('', 't', 'grade', said, version=1))['points'] == points


def test_names_and_points_of_a_lab():
    lab = parse(*MASTER)
    assert [c.name for c in lab.cells if c.rules.word] == NAMES
    assert lab.points == 5.5 and lab.questions == ['double', 'four']
    assert [c.points for c in lab.cells if c.kind == 'manual'] == [3, 4, 5]


def test_two_ids_make_two_names():
    lab = parse(cell('x = 1', 'Part-A', 'solution'), cell('y = 1', 'part_a', 'solution'))
    assert [c.name for c in lab.cells] == ['part_a', 'part_a_2']


def test_students_get_no_secret():
    for text in map(str, (student_notebook(parse(*MASTER)), sources(student_notebook(parse(*MASTER))))):
        for secret in ('factor*x', 'double(double(x))', '2468', 'lambda', 'Because of its name', 'base case', 'BEGIN'):
            assert secret not in text
        for public in ('Read *this*.', '"""Double."""', 'Uses double.', 'assert double(1) == 2', 'Prove it.'):
            assert public in text


def test_a_cell_may_hold_several_solutions():
    body = f'{solution("def f():", "return 1")}\n{solution("def g():", "return 2")}'
    shown, = [s for s in sources(student_notebook(parse(cell(body, 'fg', 'solution')))) if 'fg' in s]
    assert 'return' not in shown and shown.count('    raise NotImplementedError()') == 2
    compile(shown, 'fg', 'exec')


@pytest.mark.parametrize('begin, end', [
    ('# BEGIN SOLUTION', '#END SOLUTION'), ('### BEGIN SOLUTION ###', '### END SOLUTION: f'),
    ('"BEGIN SOLUTION"', '## END SOLUTION')])
def test_a_marker_is_any_line_with_its_words(begin, end):
    lab = parse(cell(f'def f():\n    {begin}\n    return 1\n    {end}', 'f', 'solution'))
    assert 'return 1' not in str(student_notebook(lab))


def test_a_solution_without_markers_is_the_whole_cell():
    why = cell('Because.', 'why', 'grade solution', 1, prose=True)
    lab = parse(cell('import math\nx = math.pi', 'x', 'solution'), why)
    assert [s.splitlines()[1:] for s in sources(student_notebook(lab))[-2:]] == [
        ['# WRITE YOUR CODE HERE! (you may remove this comment, but not the cell)', 'raise NotImplementedError()'],
        ['WRITE YOUR ANSWER HERE']]


def test_tests_may_stand_anywhere():
    "Above all answers, below several; and an answer needs no test."
    lab = parse(cell('assert 1', 'version', 'grade', 1), cell('f = 1', 'f', 'solution'), cell('g = 1', 'g', 'solution'),
                cell('assert f == g', 'equal', 'grade', 1), cell('h = 1', 'h', 'solution'))
    assert [c.name for c in lab.tests] == ['testa_1_version', 'testa_1_g']


@pytest.mark.parametrize('own, words', [
    (code('#| answer: g\n### BEGIN SOLUTION\ng = 1\n### END SOLUTION'), "no test of 'g'"),
    (code('# testa_1_g autograder_tests 1\nassert g'), 'which no cell above answers'),
    (code('#| read_only: data\nx = 1'), 'a solution in a cell that is no answer')])
def test_a_notebook_of_ours_is_held_to_the_dialect(own, words):
    "Whatever its metadata say."
    with pytest.raises(DialectError, match=words): parse(*MASTER[2:5], own)


def test_a_copied_cell_makes_no_notebook_nbgraders():
    "Copies keep the metadata of the cell that they were made of."
    released = nbgrader_metadata(parse_lab('x.ipynb', data([
        code('# f autograded_answer\nf = 1'), code('# testa_1_f autograder_tests 1\nassert f')])).tests[0])
    copied = dict(code('# testa_1_g autograder_tests 1\nassert f'), metadata=dict(nbgrader=released))
    with pytest.raises(DialectError, match='which no cell above answers'):
        parse(code('# f autograded_answer\nf = 1'), code('# testa_1_f autograder_tests 1\nassert f'), copied)


@pytest.mark.parametrize('cells, words', [
    ([cell('### HASHED AUTOTEST f(1)', 't', 'grade', 1)], 'nbgrader writes this test'),
    ([cell('right = 1\nright/2', 't', 'grade', 1)], 'a part of its points'),
    ([cell('.5', 't', 'grade', 1)], 'a part of its points'),
    ([cell('assert f(', 't', 'grade', 1)], 'no plain Python'),
    ([cell('f = 1', 'f', 'solution')]*2, "'f' is used twice"),
    ([MASTER[1], code(solution('def f():', 'return 1'))], 'a solution in a cell that is no answer'),
    ([cell('x = 1\n### BEGIN MARK SCHEME\n### END MARK SCHEME', 'x', 'solution')], 'no person grades'),
    ([cell('def f():\n    ### BEGIN SOLUTION\n    return 1', 'f', 'solution')], 'left open')])
def test_what_cannot_be_graded_is_said(cells, words):
    with pytest.raises(DialectError, match=words): parse(*cells)


@pytest.mark.parametrize('make', [student_notebook, grader_notebook])
def test_what_is_released_is_the_same_lab(make):
    lab = parse(*MASTER)
    again = parse_lab('10_lab_ps1.ipynb', json.dumps(make(lab)).encode())
    def said(lab): return [(c.kind, c.name, c.grade_id, c.points) for c in lab.cells if c.rules.word]
    assert said(again) == said(lab) and again.nbgraders
    if make is grader_notebook: assert [c.body for c in again.tests] == [c.body for c in lab.tests]


def test_released_cells_keep_their_role_in_nbgrader():
    lab = parse(*MASTER)
    for c, old in zip(lab.cells, MASTER):
        new, old = nbgrader_metadata(c), old['metadata'].get('nbgrader', {})
        assert bool(new) == bool(old) and {k: new.get(k) for k in ('grade_id', 'points', *ROLES[:3]) if k in old} == {
            k: v for k, v in old.items() if k in ('grade_id', 'points', *ROLES[:3])}


def steps(cells): return {s.name: s.source for s in align(parse(*MASTER), loaded(cells)).steps}


@pytest.mark.parametrize('lost', [False, True])
def test_answers_are_found(lost):
    "By what nbgrader calls them; without metadata, as some editors leave them, by what they define."
    mine = handed_in(**RIGHT)[1:] + [code('more = double(3)')]
    lab, found = parse(*MASTER), steps(without_metadata(mine) if lost else mine)
    assert [found[n] for n in ('double', 'four')] == [RIGHT['Double'], RIGHT['four']]
    assert [n for n in found if n.startswith('your')] == ['your cell 13'] and '2468' in found['testa_1_double']
    assert not why_not_of_lab(lab, loaded(without_metadata(mine) if lost else mine))


def test_a_cell_of_the_students_own_is_no_answer():
    "Where a cell says that it is the answer, what defines the same is not."
    found = steps([*handed_in(**RIGHT), code('def double(x): return 0')])
    assert found['double'] == RIGHT['Double'] and found['your cell 14'] == 'def double(x): return 0'


def test_another_assignment_is_none_of_this():
    assert why_not_of_lab(parse(*MASTER), loaded([cell('Not sure.', 'part-a', 'grade solution', 1, prose=True)]))


def test_points_are_those_that_nbgrader_gives(klass):
    "As nbgrader 0.9.6 autogrades these very notebooks, but for the one without metadata."
    klass.master.write_text(json.dumps(notebook(MASTER)))
    wrong = RIGHT | {'Double': 'def double(x): return 2*x if x == 1 else x', 'four': 'def four(x): return 4*x'}
    raising = RIGHT | {'0-half': 'half = 1/0'}
    klass.hand_in('right', [*handed_in(**RIGHT), code('assert half(4) == 2')])
    klass.hand_in('lost', without_metadata(handed_in(**RIGHT)))
    klass.hand_in('wrong', handed_in(**wrong))
    klass.hand_in('raising', handed_in(**raising))
    klass.hand_in('untouched', handed_in())
    got = klass.grade()
    assert {name: [t.score for t in r.tests] for name, r in got.items()} == dict(
        right=[1, .5, 2, 2], lost=[1, .5, 2, 2], wrong=[0, 0, 0, 0], raising=[1, .5, 2, 2], untouched=[0]*4)
    assert not got['right'].notes and not got['right'].error
    assert all('Not answered yet' in t.message for t in got['untouched'].tests[:3])


def test_a_deleted_name_is_back_for_the_next_test(klass):
    tests = 'del double\ntry: four(1)\nexcept NameError: pass\nelse: raise AssertionError()', 'assert four(1) == 4'
    cells = [cell(t, f't{i}', 'grade', 1) for i, t in enumerate(tests)]
    klass.master.write_text(json.dumps(notebook([*MASTER[1:3], MASTER[6], *cells])))
    klass.hand_in('ana', [*handed_in(**RIGHT)[1:3], handed_in(**RIGHT)[6]])
    assert [t.score for t in klass.grade()['ana'].tests] == [1, 1]


def test_what_nbgrader_released_grades_too(klass):
    klass.master.write_text(json.dumps(notebook(handed_in())))
    klass.hand_in('right', handed_in(**RIGHT))
    klass.hand_in('untouched', handed_in())
    got = {n: [t.score for t in r.tests] for n, r in klass.grade().items()}
    assert got == dict(right=[1, .5, 2, 2], untouched=[0]*4)


def test_a_lab_that_people_mark(klass):
    klass.master.write_text(json.dumps(notebook(MASTER[-2:])))
    klass.hand_in('ana', [cell('So it is.', 'why', 'grade solution', 4, prose=True), MASTER[-1]])
    got = klass.grade()['ana']
    assert not got.error and not got.tests and got.cells == []
    with gradebook_of(klass.out) as book:
        assert [c.name for c in book.cells(got.number)] == ['why', 'proof'] and book.lab('tiny').worth == 9


def test_what_has_nothing_to_grade(tmp_path):
    (tmp_path/'ps1.ipynb').write_text(json.dumps(notebook(MASTER[:2])))
    with pytest.raises(CourseError, match='nothing to grade'): parse_master(tmp_path/'ps1.ipynb')
