"""A teacher's slip is an error with its cell and line, and what students get is Python."""
import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cm203.course.dialect import DialectError, parse_lab
from cm203.course.directives import decimal
from cm203.course.notebook import syntax_error
from cm203.course.release import grader_notebook, student_notebook

ANSWER = '#| answer: f\ndef f(x):\n    ### BEGIN SOLUTION\n    return 2*x\n    ### END SOLUTION'
TEST = '#| test: f 1\nassert f(1) == 2'
BEGIN, END = '### BEGIN SOLUTION', '### END SOLUTION'
HIDDEN = dict(nbdev=dict(hide='true'))
PICTURE = {'p 1.png': {'image/png': 'eA=='}}


def code(source, **more): return dict(cell_type='code', source=source, metadata={}) | more
def prose(source, **more): return dict(cell_type='markdown', source=source, metadata={}) | more


def parse(*cells):
    cells = [dict(id=f'cell{i}') | c for i, c in enumerate(cells)]
    return parse_lab('lab_x.ipynb', json.dumps(dict(nbformat=4, nbformat_minor=5, metadata={}, cells=cells)).encode())


def problem(*cells):
    "The first problem of a lab."
    with pytest.raises(DialectError) as e: parse(*cells)
    return e.value.problems[0]


@pytest.mark.parametrize('begin', [
    '## BEGIN HIDDEN TESTS', '### BEGIN HIDDEN TESTS edge cases', '### begin hidden tests',
    '### START HIDDEN TESTS', '### HIDDEN TESTS', '### <BEGIN HIDDEN TESTS>', '### BEGIN "HIDDEN TESTS"',
    '### BEGIN TESTS', '#%% BEGIN HIDDEN TESTS', 'x = 1  ### BEGIN HIDDEN TESTS'])
def test_nearly_a_marker(begin):
    end = begin.replace('BEGIN', 'END').replace('begin', 'end').replace('START', 'STOP')
    found = problem(code(ANSWER), code(f'{TEST}\n{begin}\nassert f(9) == 18\n{end}'))
    assert (found.cell, found.line) == (2, 3) and 'is nearly a marker' in found.what


@pytest.mark.parametrize('comment', [
    '# begin with the encoder', '## Solution', '# hidden layers', '# the end of the tests', "c = '#bedead'"])
def test_a_comment_is_no_marker(comment): parse(code(ANSWER), code(f'{TEST}\n{comment}'))


@pytest.mark.parametrize('top', [
    '#| hide', '\n# | hide', ' #|hide', '#| hide: true', '#| include: false', '\n\n#|include:false', '%%time\n#| hide',
    '#| export\n#| hide'])
def test_every_form_of_hide_is_honoured(top):
    lab = parse(code(ANSWER), code(TEST), code(f'{top}\nnote = "mine"'))
    assert 'mine' not in str(student_notebook(lab)) and 'mine' not in str(grader_notebook(lab))


def test_hide_in_the_metadata_is_honoured():
    mine = [make('mine', metadata=HIDDEN) for make in (code, prose)]
    assert 'mine' not in str(student_notebook(parse(code(ANSWER), code(TEST), *mine)))


@pytest.mark.parametrize('top', [
    '#| Hide', '#| hyde', '##| hide', '# hide', '#¦ hide', 'x = 1\n#| hide', 'x = 1  #| hide_line', '#| include: no',
    '#| exclude', '#| read_onli: r', '#| deduction: f 1', '# deduct: f 1', '##| deduct: f 1', '# ! deduct: f 1',
    '#| penalty: f 1', '## deduct_1_f autograder_deduction 1', '# deduct_1_f autograder-deduction 1',
    '# a note\n#| deduct: f 1',
    '%%time\n#| deduct: f 1'])
def test_nearly_a_directive(top):
    found = problem(code(ANSWER), code(TEST), code(f'{top}\nassert f(3) == 6'))
    assert found.cell == 3 and found.line <= 2 and found.fix


@pytest.mark.parametrize('top', [
    '# hide the axes', '# test: does it work?', '# answer: 42', '#| echo: false', '#| fig-cap: A cat', '#| export',
    '#| eval: false'])
def test_what_means_something_else_is_no_error(top): parse(code(ANSWER), code(TEST), code(f'{top}\nx = 1'))


COMPILE = {
    'a comment at the margin': f'def f(x):\n    {BEGIN}\n# so\n    return 2*x\n    {END}',
    'a class body': f'class f:\n    {BEGIN}\n    def g(self): pass\n    {END}',
    'an if, and an else below': f'if True:\n    {BEGIN}\n    f = 1\n    {END}\nelse: f = 2',
    'a try': f'try:\n    {BEGIN}\n    f = 1\n    {END}\nexcept ValueError: pass',
    'a magic': f'%matplotlib inline\n{BEGIN}\n%time f = 1\n{END}',
    'blank lines and a tab': f'def f(x):\n\t{BEGIN}\n\n  \n\treturn x\n\t{END}'}
REFUSED = {
    'brackets': f'f = [\n    {BEGIN}\n    1, 2\n    {END}\n]',
    'a decorator': f'@staticmethod\n{BEGIN}\ndef f(x): return x\n{END}',
    'an expression': f'f = (1 +\n{BEGIN}\n2)\n{END}',
    'the head of a function': f'{BEGIN}\ndef f(x):\n    {END}\n    return x',
    'the except of a try': f'try: f = 1\n{BEGIN}\nexcept ValueError: f = 2\n{END}',
    'nothing': f'f = 1\n{BEGIN}\n{END}',
    'a comment': f'def f(x):\n    {BEGIN}\n    # so\n    {END}\n    return x',
    'a cell magic': f'%%time\n{BEGIN}\nf = 1\n{END}'}


@pytest.mark.parametrize('body', COMPILE.values(), ids=COMPILE)
def test_a_stub_is_python(body):
    nb = student_notebook(parse(code(f'#| answer: f\n{body}'), code(TEST)))
    stub = ''.join(nb['cells'][2]['source'])
    assert 'raise NotImplementedError' in stub and not syntax_error(stub)


@pytest.mark.parametrize('body', REFUSED.values(), ids=REFUSED)
def test_a_stub_that_is_no_python_is_refused(body):
    found = problem(code(f'#| answer: f\n{body}'), code(TEST))
    assert found.cell == 1 and found.line > 1 and found.fix


HALF = 'if True:\n    ### BEGIN HIDDEN TESTS\n    assert f(1)\n    ### END HIDDEN TESTS'

@pytest.mark.parametrize('body', [HALF, 'assert f(', '%time f(1)'])
def test_a_test_whose_public_part_is_no_python_is_refused(body):
    assert problem(code(ANSWER), code(f'#| test: f 1\n{body}')).cell == 2


def test_given_code_that_is_no_python_is_refused():
    found = problem(code('x = 1\ny = ('), code(ANSWER), code(TEST))
    assert (found.cell, found.line) == (1, 2) and 'never closed' in found.what


def test_two_cells_of_one_id_are_refused():
    assert 'same id as cell 1' in problem(code(ANSWER, id='a'), code(TEST, id='a')).what


def test_pasted_pictures_stay_and_those_of_what_is_hidden_do_not():
    essay = '<!-- manual: essay 1 -->\nWhy?\n### BEGIN SOLUTION\n![](attachment:s.png)\n### END SOLUTION'
    secret = {'s.png': {'image/png': 'c2VjcmV0'}}
    lab = parse(prose('# T\n![a](attachment:p%201.png)', attachments=PICTURE), code(ANSWER), code(TEST),
                prose(essay, attachments=secret), prose('x', attachments=secret, metadata=HIDDEN))
    nb = student_notebook(lab)
    assert nb['cells'][2]['attachments'] == PICTURE and 'c2VjcmV0' not in str(nb)
    nbformat.validate(nbformat.from_dict(nb))
    assert str(grader_notebook(lab)).count('c2VjcmV0') == 1
    assert 'p.png' in problem(prose('![](attachment:p.png)'), code(ANSWER), code(TEST)).what


def test_other_line_separators_stay_inside_of_strings():
    strange = 'sep = "a\u2028b\x0c\x85"  # so\u2028on'
    lab = parse(code(f'#| read_only: r\n{strange}'), code(ANSWER), code(f'{TEST}\nassert f("a\u2028b")'))
    assert ''.join(student_notebook(lab)['cells'][2]['source']) == f'# r read_only\n{strange}'


SPECIAL = '0.1', '0.3333333333333333', '1e-3', '2.', '.5', '1000000', '12345678.25', '0.30000000000000004'
POINTS = st.sampled_from(SPECIAL) | st.floats(0, 1e9).map(repr)
IDS = st.lists(st.from_regex('[a-z][a-z0-9_]{0,12}', fullmatch=True), min_size=1, max_size=4, unique=True)


@st.composite
def labs(draw):
    "A lab of up to four questions, in the source dialect."
    cells = []
    for name in draw(IDS):
        cells.append(code(ANSWER.replace(': f', f': {name}').replace(' f(', f' {name}(')))
        for points in draw(st.lists(POINTS, min_size=1, max_size=3)):
            cells.append(code(f'#| test: {name} {points}\nassert True'))
        if draw(st.booleans()): cells.append(code(f'#| deduct: {name} {draw(POINTS)}\nassert True'))
        if draw(st.booleans()): cells.append(prose(f'<!-- manual: essay_{name} {draw(POINTS)} -->\nWhy?'))
        if draw(st.booleans()): cells.append(code(f'#| read_only: data_{name}\nx = 1'))
    return cells


def told_of(c): return c.kind, c.name, c.question, c.points, c.number, c.id, c.cell_type
def told(cells): return [told_of(c) for c in cells]
def bare(nb): return nb | dict(metadata={}, cells=[c | dict(metadata={}) for c in nb['cells']])
def through_nbformat(nb): return json.loads(nbformat.writes(nbformat.reads(json.dumps(nb), 4)))
def read_again(nb): return parse_lab('lab_x.ipynb', json.dumps(nb).encode()).cells[2:]


@settings(deadline=None, max_examples=60)
@given(labs())
def test_points_and_ids_survive_writing_and_reading(cells):
    lab = parse(*cells)
    seen = [c for c in lab.cells if c.kind != 'deduct']
    for lang in 'en', 'pt-BR':
        nb = student_notebook(lab, lang)
        for way in (dict, bare, through_nbformat): assert told(read_again(way(nb))) == told(seen)
    assert told(read_again(grader_notebook(lab))) == told(lab.cells)


@given(st.floats(0, allow_nan=False, allow_infinity=False))
def test_points_are_written_exactly(points): assert float(decimal(points)) == points
