"""Which cell is the answer: copies, retyped cells, base classes, splits. All of these are right, so they earn all."""
import pytest
from kit import STUB, cells, code, notebook, with_answers

META = dict(nbgrader=dict(schema_version=3, grade_id='double', grade=False, solution=True, locked=False, task=False))
BASE = '''class Base:
    def forward(self, x):
        raise NotImplementedError{}
class Twice(Base):
    def forward(self, x): return 2*x
'''


def answered(*extra, first='# double autograded_answer\ndef double(x):\n    return 2*x'):
    "The lab's cells with metadata on the answer, and cells put in below its first test."
    all_cells = cells()
    all_cells[1] = code(first, metadata=META)
    return [*all_cells[:3], *extra, *all_cells[3:]]


def copy(source): return code(source, metadata=META)


def markdown(source, **kw): return dict(cell_type='markdown', source=source, metadata={}, **kw)


def bare(source):
    "The lab's cells as a script turned into a notebook has them, with another answer."
    cs = [code(c['source']) for c in cells()]
    return [*cs[:1], code(source), *cs[2:]]


HEAD = '# double autograded_answer\n'
WRONG = answered(first=f'{HEAD}def double(x): return 0')[:2]
RIGHT = {
    'copy that prints': answered(copy('print(double(21))')),
    'copy that prints, with its header': answered(copy(f'{HEAD}print(double(21))')),
    'copy that checks': answered(copy('assert double(5) == 10')),
    'copy that checks wrongly': answered(copy('assert double(5) == 11')),
    'copy of comments': answered(copy('# tried here\n# and there')),
    'copy with nothing in it': answered(copy('')),
    'copy with nothing but its header': answered(copy(HEAD.strip())),
    'copy as notes': answered(dict(copy('My notes on double'), cell_type='markdown')),
    'copy as notes, with its header': answered(markdown(f'{HEAD}double(x) should return 2*x')),
    'copy of the stub': answered(copy(f'{HEAD}{STUB.format("double")}')),
    'copy of the stub without its comment': answered(copy(f'{HEAD}def double(x):\n    raise NotImplementedError()')),
    'copy that tries a variable': answered(copy('result = double(4)\nresult')),
    'copy right below the answer': [*cells()[:1], copy(cells()[1]['source']), copy('double(3)/0'), *cells()[2:]],
    'first try above': [*cells()[:1], copy(f'{HEAD}def double(x): return 0'), *answered()[1:]],
    'base class, after a wrong try': [*WRONG, copy(f'{HEAD}{BASE.format("")}double = Twice().forward'), *cells()[2:]],
    'base class with brackets': [*WRONG, copy(f'{HEAD}{BASE.format("()")}double = Twice().forward'), *cells()[2:]],
    'answer that lost its header': answered(first='def double(x): return 2*x'),
    'answer that lost its header, and a copy that prints': answered(
        copy('print(double(1))'), first='def double(x): return 2*x'),
    'answer in a copy without header, stub kept': answered(
        copy('def double(x): return 2*x'), first=f'{HEAD}{STUB.format("double")}'),
    'answer in a Markdown cell': [*cells()[:1], markdown(f'{HEAD}def double(x): return 2*x'), *cells()[2:]],
    'answer by assignment': answered(first=f'{HEAD}double = lambda x: 2*x'),
    'answer by import': answered(code('%%writefile twice.py\ndef double(x): return 2*x'),
                                 first=f'{HEAD}from operator import add\ndouble = lambda x: add(x, x)'),
    'answer under a magic': answered(first=f'%%time\n{HEAD}def double(x): return 2*x'),
    'answer under two magics': answered(first=f'%load_ext autoreload\n%autoreload 2\n{HEAD}def double(x): return 2*x'),
    'answer below its own words': bare(f'%%time\nimport math\n"""Mine."""\nk = 2\n{HEAD}def double(x): return k*x'),
    'answer below a docstring': bare(f'"""\nTwice.\n"""\n\n{HEAD}def double(x): return 2*x'),
    'answer above its header': bare(f'def double(x): return 2*x\n{HEAD}'),
    'answer split in two': [*cells()[:1], copy(f'{HEAD}two = 2'), copy('def double(x): return two*x'), *cells()[2:]],
    'answer split in three': [*cells()[:1], copy(HEAD.strip()), copy('two = 2'), copy('def double(x): return two*x'),
                              *cells()[2:]],
}


@pytest.fixture(scope='module')
def results(tmp_path_factory):
    from kit import Class
    klass = Class(tmp_path_factory.mktemp('copies'))
    for i, content in enumerate(RIGHT.values()): klass.hand_in(f's{i:02}', notebook(content))
    return dict(zip(RIGHT, klass.grade().values()))


@pytest.mark.parametrize('name', RIGHT)
def test_right_answers_earn_all(results, name):
    r = results[name]
    assert r.score == 4.5, [r.error, *r.notes, *(t.message for t in r.tests)]


def test_a_wrong_last_try_still_counts(klass):
    "What is not a copy is an answer: the last one counts, whatever it earns."
    klass.hand_in('ana', answered(copy(f'{HEAD}def double(x): return 0')))
    klass.hand_in('rui', with_answers(double=BASE.format('()')))
    assert {k: r.score for k, r in klass.grade().items()} == dict(ana=1.5, rui=1.5)
