"""What students name and raise moves no cursor, turns no writing round, and becomes no formula, wherever it is read."""
import json
import os
import pty
import sqlite3
import subprocess
import sys
import zipfile

import pytest
from kit import cells, code, notebook, with_answers

BIDI = '\u202e\u2066\u200f\u200b\ufeff\u00ad\u3164'
NASTY = '\x1b]0;red\x07\x1b[2J\x9b2J\x85\u2028\r\b\x7f' + BIDI
KINDS = ['error', 'class', 'skipped', 'language', 'line', 'own', 'module']


def raising(source): return notebook(with_answers(double=source))


def handed_in():
    "Notebooks that carry it in all that they say."
    error = f'def double(x): raise ValueError({NASTY!r})'
    named = f'class E(Exception): pass\nE.__name__ = {NASTY!r}\ndef double(x): raise E("x")'
    language = notebook([], metadata=dict(kernelspec=dict(language=f'r{NASTY}')))
    line = f'def double(x): return 1/0  # {NASTY.translate(dict.fromkeys(map(ord, chr(13) + chr(8232) + chr(133))))}'
    own = notebook([*cells(), code(f'raise ValueError({NASTY!r})')])
    calls = f'get_ipython().system({NASTY!r})\nget_ipython().run_line_magic({NASTY!r}, "")'
    skipped = notebook([*cells(), code(calls)])
    module = notebook([*cells(), code(f'__import__({NASTY!r})')])
    return dict(zip(KINDS, [raising(error), raising(named), skipped, language, raising(line), own, module]))


def screen(args, folder):
    "What a command writes to a terminal."
    ours, theirs = pty.openpty()
    command = [sys.executable, '-c', 'from cm203.course.cli import main; main()', 'grade', *map(str, args)]
    env = os.environ | dict(TERM='xterm', COLUMNS='250', NO_COLOR='1')
    done = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=folder)
    os.close(theirs)
    res = b''
    while True:
        try: part = os.read(ours, 1 << 16)
        except OSError: break
        if not part: break
        res += part
    done.wait()
    return res.decode()


@pytest.fixture(scope='module')
def graded(tmp_path_factory):
    "(folder, what the terminal showed)"
    root = tmp_path_factory.mktemp('shown')
    subs = root/'subs'
    for name in subs, subs/f'folder{NASTY}': name.mkdir()
    (root/'lab_tiny.ipynb').write_text(json.dumps(notebook(cells())))
    for who, nb in handed_in().items(): (subs/f'{who}.ipynb').write_text(json.dumps(nb))
    for name in f'folder{NASTY}/a.ipynb', f'=file{NASTY}\n.ipynb': (subs/name).write_text('{')
    (subs/'surrogate\udc9b.ipynb').write_text('{')
    for name, member in ('z.zip', f'member{NASTY}.ipynb'), (f'zip{NASTY}.zip', 'in.zip'):
        with zipfile.ZipFile(subs/name, 'w') as z: z.writestr(member, '{')
    shown = screen(['lab_tiny.ipynb', subs, '--jobs', '2'], root)
    shown += screen(['lab_tiny.ipynb', root/f'argument{NASTY}', f'--jobs={NASTY}', NASTY], root)
    return root, shown + screen(['lab_tiny.ipynb', root/f'argument{NASTY}'], root)


SIGNS = {c for c in NASTY + '\udc9b' if not c.isprintable() or c in BIDI}


def signs_in(o):
    "The signs in all texts of something read from JSON."
    if isinstance(o, dict): return signs_in([*o, *o.values()])
    return set().union(*map(signs_in, o)) if isinstance(o, (list, tuple)) else SIGNS & set(str(o))


def test_the_terminal(graded):
    "Line ends, and what the table's borders and the progress are written with, are the grader's own."
    _, shown = graded
    assert not [s for s in ('\x1b]', '\x1b[2J', '\x9b', *BIDI) if s in shown]
    for words in *KINDS, 'folder', '=file', 'surrogate', 'member', 'zip', 'argument': assert words in shown, words
    assert '\\x1b' in shown and '\\u202e' in shown


def test_files_for_students_and_programs(graded):
    root, _ = graded
    read = {p: json.loads(p.read_text()) for p in (root/'grades').rglob('*.json')}
    assert len(read) > 10 and not {p: signs_in(o) for p, o in read.items() if signs_in(o)}
    assert '\\x1b' in read[root/'grades'/'tiny'/'own'/'results.json']['output']


def test_the_gradebook(graded):
    with sqlite3.connect(graded[0]/'grades'/'gradebook.sqlite') as db:
        rows = [row for table in ('attempt', 'test', 'student', 'cell') for row in db.execute(f'select * from {table}')]
    assert len(rows) > 40 and not [row for row in rows if signs_in(row) - {'\n'}]


def test_names_of_all_scripts_stay(klass):
    names = ['João', 'Joa\u0303o B', 'سارا می\u200cخواهد', 'דנה', 'क्\u200dषमा', '葛\U000e0100城']
    for name in names: klass.hand_in(name, cells())
    klass.grade()
    with sqlite3.connect(klass.out/'gradebook.sqlite') as db:
        stored = {name for name, in db.execute('select name from student')}
    assert stored == {'João', 'João B', *names[2:]}


def test_a_notebook_comes_back_with_what_it_printed(klass):
    "What its cells print, not what its functions print in tests, and nothing that a terminal would obey."
    double = "print('at the cell \\x1b[2J')\ndef double(x):\n    print('called with', x)\n    return 2*x"
    own = code("print('own')\nfor i in range(3): print(i, end='\\r')\nprint('done')\nprint('x'*99_999)")
    klass.hand_in('ana', [*with_answers(double=double), own])
    klass.grade()
    nb = json.loads((klass.out/'tiny'/'ana'/'feedback.ipynb').read_text())
    texts = [''.join(o['text']) for c in nb['cells'] for o in c.get('outputs', ())]
    assert len(texts) == 2 and texts[0].startswith('at the cell') and '\x1b' not in texts[0]
    assert texts[1].startswith('own\ndone\nxxx') and 9_000 < len(texts[1]) < 11_000
    assert 'called with' not in json.dumps(nb['cells'][-1])
