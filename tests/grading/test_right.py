"""Honest work earns all its points, whatever its style: generated submissions whose answers are right.

Each takes one choice of every list below, by its seed. `RIGHT=200 pytest tests/grading/test_right.py` makes 200, CI
makes fewer."""
import json
import os
import random
import zipfile

import pytest
from kit import Class, cells, code, notebook

from cm203.course.regions import STUB

HEAD = {q: f'# {q} autograded_answer\n' for q in ('double', 'triple')}
DOUBLE = {
    'def': 'def double(x):\n    return 2*x',
    'stub comment kept': f'def double(x):\n    {STUB}\n    return 2*x',
    'docstring': 'def double(x):\n    "Twice x; raise NotImplementedError() was here."\n    return x + x',
    'lambda': 'double = lambda x: x*2',
    'partial': 'from functools import partial\nfrom operator import mul\ndouble = partial(mul, 2)',
    'callable object': 'class Double:\n    def __call__(self, x): return x + x\ndouble = Double()',
    'base class': 'class Base:\n    def f(self, x): raise NotImplementedError\n'
                  'class D(Base):\n    def f(self, x): return 2*x\ndouble = D().f',
    'module': 'from torch import nn\nclass D(nn.Module):\n    def forward(self, x): return 2*x\ndouble = D()',
    'decorated': 'from functools import wraps\ndef twice(f):\n    @wraps(f)\n    def g(x): return f(x) + f(x)\n'
                 '    return g\n@twice\ndef double(x): return x',
    'helper': 'def _two(): return 2\ndef double(x): return _two()*x',
    'recursion': 'def double(x, n=2): return x if n == 1 else x + double(x, n-1)',
    'types': 'from typing import Any\ndef double(x: Any) -> Any:\n    y: Any = 2*x\n    return y',
    'global': 'FACTOR = 2\ndef double(x):\n    global FACTOR\n    return FACTOR*x',
    'prints': 'def double(x):\n    print("double", x)\n    return 2*x\nprint(double(4))',
    'warns': 'import warnings\ndef double(x):\n    warnings.warn("slow")\n    return 2*x',
    'time inside': 'def double(x):\n    import time\n    time.sleep(.001)\n    return 2*x',
    'match': 'def double(x):\n    match x:\n        case str(): return x + x\n        case _: return x*2',
    'accents': 'número = 2\ndef double(x): return número*x  # então',
    'tabs': 'def double(x):\n\treturn 2*x',
    'main': 'def double(x): return 2*x\nif __name__ == "__main__": print(double(3))',
    'timed': '%time pass\ndef double(x): return 2*x',
}
OWN = {
    'nothing': '', 'print': 'print("hello")', 'help': '?print', 'error': '1/0',
    'plot': 'import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()',
    'shell': '!ls', 'pip': '%pip install -q nothing', 'time': '%%time\nsum(range(10))',
    'matplotlib': '%matplotlib inline', 'html': '%%html\n<b>x</b>', 'capture': '%%capture out\nprint(1)',
    'await': 'import asyncio\nawait asyncio.sleep(0)', 'input': 'input("name")', 'display': 'display({"a": 1})',
    'chdir': 'import os\nos.makedirs("new", exist_ok=True)\nos.chdir("new")', 'seed': 'import random\nrandom.seed(1)',
    'thread': 'import threading\nt = threading.Thread(target=print)\nt.start()\nt.join()', 'reset': 'x = 1\ndel x',
    'figure': 'import matplotlib.pyplot as plt\nplt.savefig("a.png")', 'sleep': 'import time\ntime.sleep(.01)',
}
META = dict(nbgrader=dict(schema_version=3, grade_id='double', grade=False, solution=True, locked=False, task=False))
COPIES = {
    'none': [], 'print': [code('print(double(21))', metadata=META)], 'comment': [code('# tried', metadata=META)],
    'check': [code('assert double(5) == 10', metadata=META)], 'empty': [code('', metadata=META)],
    'notes': [dict(cell_type='markdown', source='notes', metadata=META)],
    'stub': [code(HEAD['double'] + 'def double(x):\n    raise NotImplementedError()', metadata=META)],
    'twice': [code(HEAD['double'] + DOUBLE['def'], metadata=META)],
}


def but(word, change=None):
    "Changes, or drops, the cells with a word."
    def apply(cs): return [change(c) if word in c['source'] else c for c in cs if change or word not in c['source']]
    return apply


def adding(line): return lambda c: c | dict(source=f'{c["source"]}\n{line}')


ORDERS = {
    'as released': lambda cs: cs, 'reversed': lambda cs: cs[::-1],
    'tests deleted': but('autograder_tests'), 'tests edited': but('autograder_tests', adding('assert True')),
    'read-only deleted': but('read_only'), 'read-only edited': but('read_only', adding('limit = 3')),
    'markdown between': lambda cs: [m for c in cs for m in (c, dict(cell_type='markdown', source='# x', metadata={}))],
}
KERNELS = [{}, dict(kernelspec=dict(name='python3', display_name='Python 3', language='python')),
           dict(language_info=dict(name='python', version='3.13')), dict(colab=dict(provenance=[]), accelerator='GPU'),
           dict(kernelspec=dict(name='python3', display_name='Python 3 (ipykernel)')), dict(vscode={})]


def written(change, **kw):
    "A way to write a notebook: its cells changed by `change(position, cell)`."
    return lambda nb: json.dumps(nb | dict(cells=[c | change(i, c) for i, c in enumerate(nb['cells'])]) | kw)


FORMATS = {
    'plain': json.dumps, 'with a byte order mark': lambda nb: '\ufeff' + json.dumps(nb),
    'lines': written(lambda i, c: dict(source=c['source'].splitlines(True))),
    'Windows': written(lambda i, c: dict(source=c['source'].replace('\n', '\r\n'))),
    'ids': written(lambda i, c: dict(id=f'c{i}'), nbformat_minor=5),
    'not ASCII': lambda nb: json.dumps(nb, ensure_ascii=False, indent=1).replace('\n', '\r\n'),
}
PLACES = {
    'canvas.zip': '{name}_{n}_{n}9_lab.ipynb', 'moodle.zip': 'Ana {name}_{n}_assignsubmission_file/lab.ipynb',
    'blackboard.zip': 'Lab 1_{name}{n}_attempt_2026-03-01-10-00-00_lab.ipynb', 'class.zip': 'class/{name}{n}/lab.ipynb',
    'files.zip': '{name}{n}.ipynb', 'gradescope.zip': 'assignment_1_export/submission_{n}/lab.ipynb',
    'classroom.zip': 'Lab 1/{name} {n} - Lab 1.ipynb', 'nbgrader.zip': 'submitted/{name}{n}/tiny/lab.ipynb',
}


def submission(seed):
    "A right submission, and what it is made of."
    pick = random.Random(seed)
    lists = dict(answer=DOUBLE, own=OWN, own2=OWN, copy=COPIES, order=ORDERS, format=FORMATS)
    chosen = {name: pick.choice(list(of)) for name, of in lists.items()}
    cs = cells()
    cs[1] = code(HEAD['double'] + DOUBLE[chosen['answer']], metadata=pick.choice([META, {}]))
    own, own2 = (code(OWN[chosen[k]]) for k in ('own', 'own2'))
    cs = ORDERS[chosen['order']]([own, *cs[:3], *COPIES[chosen['copy']], *cs[3:5], own2, *cs[5:]])
    return FORMATS[chosen['format']](notebook(cs, metadata=pick.choice(KERNELS))), chosen


def test_right_answers_earn_all(tmp_path):
    klass, n, by_place = Class(tmp_path), int(os.environ.get('RIGHT', 48)), {}
    made = [submission(seed) for seed in range(n)]
    for seed, (text, _) in enumerate(made):
        place = list(PLACES)[seed % len(PLACES)]
        by_place.setdefault(place, {})[PLACES[place].format(name='xyz'[seed % 3], n=100 + seed)] = text
    for place, files in by_place.items():
        with zipfile.ZipFile(klass.subs/place, 'w') as z:
            for name, text in files.items(): z.writestr(name, text)
    results = klass.grade()
    assert len(results) == n
    seeds = {f'{100 + seed}': chosen for seed, (_, chosen) in enumerate(made)}
    wrong = [(r.student, next(c for k, c in seeds.items() if k in r.student), r.error, *r.notes,
              *(t.message for t in r.tests if not t.passed)) for r in results.values() if r.score != 4.5]
    if wrong: pytest.fail('\n'.join(map(str, wrong)))
