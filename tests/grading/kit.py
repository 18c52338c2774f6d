"""What several tests and benchmarks need: a lab of two questions, written by hand in the released dialect, ways to hand
it in, and the attacks as notebooks."""
import ast
import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from fastcore.xtras import working_directory

from cm203.course.cli import main
from cm203.course.directives import header_name
from cm203.course.regions import public_body, without_markers
from cm203.grading.grade import grade

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
        if words[2] == 'autograded_answer' and words[1] in answers:
            c['source'] = f'# {words[1]} autograded_answer\n{answers[words[1]]}'
    return res


COMMAND = sys.executable, '-c', 'from cm203.course.cli import main; main()'


def cm203(*args, cwd='.'):
    "Run the command in this process, which has a fork server by then: what `subprocess.run` gives of it."
    args, out, err, code = list(map(str, args)), io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err), working_directory(cwd), patch('sys.stdin', None):
        try: main(args)
        except SystemExit as e: code = e.code
    return subprocess.CompletedProcess(args, code or 0, out.getvalue(), err.getvalue())


class Class:
    "A folder with a master and submissions."
    def __init__(self, root):
        self.root, self.master, self.out = Path(root), Path(root)/'lab_tiny.ipynb', Path(root)/'grades'
        self.subs = self.root/'subs'
        self.subs.mkdir()
        self.master.write_text(json.dumps(notebook(cells())))

    def hand_in(self, student, content):
        if isinstance(content, list): content = notebook(content)
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (self.subs/f'{student}.ipynb').write_bytes(data)

    def grade(self, **kw):
        return {r.student: r for r in grade(self.master, [self.subs], self.out, **kw)}


ATTACKS = Path(__file__).resolve().parent/'attacks'  # bench/kit.py is a link
LAB = ATTACKS/'lab.txt'


def lab_cells(): return [c.strip() for c in LAB.read_text().split('\n---\n')]
def name_of(source): return header_name(source.partition('\n')[0])


def read_attack(path):
    "The names that an attack's file defines at its top, and its cells."
    top, *own = path.read_text().split('# %%\n')
    assigned = [n for n in ast.parse(top).body if isinstance(n, ast.Assign)]
    return {n.targets[0].id: ast.literal_eval(n.value) for n in assigned}, [c.strip() for c in own]


def handed_in(source, honest):
    "A cell of the lab as a student hands it in."
    return without_markers(source) if name_of(source) in honest else public_body(source)


def attack_notebook(path):
    "The notebook of an attack."
    names, own = read_attack(path)
    res, at = [handed_in(c, names['HONEST'].split()) for c in lab_cells()], 1
    for c in own:
        same = [i for i, o in enumerate(res) if name_of(c) and name_of(o) == name_of(c)]
        if same: at, res[same[0]] = same[0] + 1, c
        else: res, at = res[:at] + [c] + res[at:], at + 1
    return notebook([code(c) for c in res])
