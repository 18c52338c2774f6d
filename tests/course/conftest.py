"""A lab of two questions, written by hand in the released dialect, and ways to hand it in."""
import json
from pathlib import Path

import pytest

MASTER = '''
# dados read_only
RETRAIN = True
limit = 10
---
# double autograded_answer
def double(x):
    return 2*x
---
# testa_1_double autograder_tests 1
assert double(2) == 4, f'double(2) is {double(2)}, not 4'
---
# testa_2_double autograder_tests 2
assert double('ab') == 'abab'
### BEGIN HIDDEN TESTS
assert double(limit) == 20, 'secret: 20'
assert RETRAIN is False
### END HIDDEN TESTS
---
# triple autograded_answer
def triple(x):
    return 3*x
---
# testa_1_triple autograder_tests 1.5
assert triple(2) == 6
'''
STUB = 'def {}(x):\n    # WRITE YOUR CODE HERE!\n    raise NotImplementedError()'


def code(source, **kw): return dict(cell_type='code', source=source, metadata={}, outputs=[], execution_count=None) | kw
def cells(text=MASTER): return [code(c.strip()) for c in text.split('---')]
def notebook(cs, **kw): return dict(nbformat=4, nbformat_minor=4, metadata={}, cells=cs) | kw


def with_answers(**answers):
    "The lab's cells with other answers, by question."
    res = cells()
    for c in res:
        words = c['source'].split()
        if words[2] == 'autograded_answer' and words[1] in answers: c['source'] = f'# {words[1]} autograded_answer\n{answers[words[1]]}'
    return res


class Class:
    "A folder with a master and submissions."
    def __init__(self, root):
        self.root, self.master, self.out = Path(root), Path(root)/'lab_tiny.ipynb', Path(root)/'grades'
        self.subs = self.root/'subs'
        self.subs.mkdir()
        self.master.write_text(json.dumps(notebook(cells())))

    def hand_in(self, student, content):
        data = content if isinstance(content, bytes) else json.dumps(notebook(content) if isinstance(content, list) else content).encode()
        (self.subs/f'{student}.ipynb').write_bytes(data)

    def grade(self, **kw):
        from cm203.grading.grade import grade
        return {r.student: r for r in grade(self.master, [self.subs], self.out, **kw)}


@pytest.fixture
def klass(tmp_path): return Class(tmp_path)


@pytest.fixture(scope='session')
def released(tmp_path_factory):
    "A release of all labs, as `cm203 release` makes it."
    from cm203.course.release import release
    return release(tmp_path_factory.mktemp('dist'))
