"""What cells may do at grading: as in Jupyter and Colab wherever it does no harm, and a limit says which one it was."""
import json
import os
import signal
import socket
from contextlib import contextmanager
from dataclasses import replace

import pytest
from kit import cells, code, notebook, with_answers

from cm203.course.notebook import NotebookError, load_notebook
from cm203.grading.confine import missing_protections
from cm203.grading.limits import Limits
from cm203.grading.line import Break
from cm203.grading.steps import End, Step
from cm203.grading.worker import Worker, exit_in_words, fork_server

pytestmark = pytest.mark.skipif(bool(missing_protections()), reason='needs a system that confines')


@pytest.fixture(scope='module')
def context():
    "Where workers come from; the environment is put back."
    before = dict(os.environ)
    yield fork_server()
    os.environ.clear()
    os.environ.update(before)


@contextmanager
def started(context, limits=Limits()):
    "A confined worker whose judge says nothing."
    judge, theirs = socket.socketpair()
    with judge, Worker(context, theirs, limits) as worker:
        worker.wait_ready()
        yield worker


@pytest.fixture(scope='module')
def worker(context):
    with started(context) as w: yield w


MAGICS = {
    'autoreload': ('%load_ext autoreload\n%autoreload 2\nok = 1', ['%load_ext autoreload', '%autoreload 2']),
    'tensorboard': ('%load_ext tensorboard\n%tensorboard --logdir x',
                    ['%load_ext tensorboard', '%tensorboard --logdir x']),
    'not installed': ('%load_ext line_profiler\n%reload_ext cudf.pandas\n%lprun -f f f(1)',
                      ['%load_ext line_profiler', '%reload_ext cudf.pandas', '%lprun -f f f(1)']),
    'Colab': ('%shell nvidia-smi\n%tensorflow_version 2.x\nx = %bigquery df\nassert x is None',
              ['%shell nvidia-smi', '%tensorflow_version 2.x', '%bigquery df']),
    'Colab, a cell': ('%%shell\npip install x', ['%%shell']),
    'SQL': ('%%bigquery df\nSELECT 1', ['%%bigquery df']),
    'installs': ('%pip install x\n%conda list\n%mamba update --all\n!apt install x',
                 ['%pip install x', '%conda list', '%mamba update --all', 'apt install x']),
    'without percent': ('pip install x', ['%pip install x']),
    'backends': ('%matplotlib widget\n%matplotlib ipympl\n%pylab inline',
                 ['%matplotlib widget', '%matplotlib ipympl', '%pylab inline']),
    'folders': ('%cd /content/drive/MyDrive\n%pwd', ['%cd /content/drive/MyDrive']),
    'environment': ('%env A=1\nimport os\nassert os.environ["A"] == "1"\n%set_env B 2\n%env', []),
    'debuggers': ('%debug\n%pdb on\nbreakpoint()', ['%debug', '%pdb on']),
    'looking around': ('%history\n%who\n%whos\n%lsmagic\nprint?', ['%pinfo print']),
    'notebook only': ('%store x\n%autosave 60\n%connect_info', ['%store x', '%autosave 60', '%connect_info']),
    'other programs': ('%%script bash --out a\nls', ['%%script bash --out a']),
    'their output': ('assert a == ""', []),
    'another python': ('%%python3\nprint(1)', ['%%python3']),
    'no such magic': ('%no_such thing', ['%no_such thing']),
    'old style': ('get_ipython().magic("matplotlib inline")', ['%matplotlib inline']),
    'watched': ('%%memit\nwatched = 1', []),
    'also watched': ('%%memray_flamegraph --temporary\n%time watched += 1\n!ls', ['ls']),
    'and run': ('assert watched == 2', []),
    'other languages': ('%%R\nx <- c(1, 2)', ['%%R']),
    'watching lines': ('%load_ext watermark\n%watermark -v -p torch\n%aimport cm203\n%memit watched\nwatched = 2',
                       ['%load_ext watermark', '%watermark -v -p torch', '%aimport cm203', '%memit watched']),
    'leaves': ('exit()\nquit()', []),
    'shown': ('%%html\n<b>x</b>', []),
    'list': ("x = !ls -l\nassert (x, x.n, x.s, x.l, x.p, len(x)) == ([], '', '', [], [], 0)\nx.grep('a').fields(0)",
             ['ls -l']),
    'three ways': ("y = %sx ls\n!!ls -a\nz = get_ipython().getoutput('du')\nassert y == z == [] and ''.join(z) == ''",
                   ['ls', 'ls -a', 'du']),
    'exit code': ('!mkdir data\nassert _exit_code == 0', ['mkdir data']),
    'captured': ('%%capture out\nprint("text")', []),
    'its text': ('assert out.stdout == "text\\n"', []),
    'value of a magic': ('y = %time 2*3\nassert y == 6\nt = %timeit -o -q -n1 -r1 y\nassert t.best >= 0', []),
    'locals': ('''def f(first):
    %time second = 2*first
    %timeit -q -n1 -r1 first
    %prun -q first + 1
    return get_ipython().run_line_magic('time', 'first')
assert f(3) == 3''', []),
    'timed cell': ('%%time\ntimed = 1', []),
    'its names': ('assert timed == 1', []),
}
FILES = {
    'a module': ('%%writefile helper.py\ntwo = 1', []),
    'longer': ('%%writefile -a helper.py\ntwo = 2', []),
    'imported': ('from helper import two\nassert two == 2', []),
    'a package': ('%%file lib/tools.py\nthree = 3', []),
    'imported from it': ('import lib.tools\nassert lib.tools.three == 3', []),
    'run': ('%run helper.py\n%run no_such.py', ['%run no_such.py']),
    'Colab\'s folder': ('%%writefile /content/net.py\nfour = 4', []),
    'imported from there': ('import sys\nsys.path.append("/content")\nfrom net import four', []),
    'a module that nobody has imported yet': ('import cm203.storage', []),
    'outside': ('%%writefile ../outside.py\nx = 1', []),
    'stays inside': ('import os\nassert os.path.exists("outside.py") and not os.path.exists("../outside.py")', []),
    'copies': ('''import os, shutil
os.makedirs('a/b', mode=0o755, exist_ok=True)
open('a/x.txt', 'w').write('x')
for copy in shutil.copy, shutil.copy2: copy('a/x.txt', 'a/b')
shutil.move('a/x.txt', 'a/y.txt')
shutil.copytree('a', 'c')
shutil.copymode('c/b/x.txt', 'helper.py')
assert open('c/b/x.txt').read() == 'x' ''', []),
    'modes and times': ('''from pathlib import Path
os.chmod('c', 0o700), os.utime('c'), os.utime('helper.py', (1, 1)), Path('helper.py').chmod(0o644), Path('c').touch()
with open('helper.py') as f: os.fchmod(f.fileno(), 0o600)''', []),
    'but not outside': ('''for change in (os.chmod, 0o755), (os.utime, None), (os.chown, 0, 0):
    try: change[0](os.__file__, *change[1:])
    except PermissionError: continue
    assert False''', []),
    'not by a link': ('''os.symlink(os.__file__, 'link')
try: os.chmod('link', 0o755)
except PermissionError: pass
else: assert False''', []),
    'archives': ('shutil.make_archive("z", "zip", "a")\nshutil.make_archive("z", "gztar", "a")\n'
                 'shutil.unpack_archive("z.zip", "u")\nshutil.unpack_archive("z.tar.gz", "v")', []),
    'renamed': ('os.rename("u", "a/u")\nos.replace("v/b/x.txt", "x.txt")\nshutil.rmtree("a")', []),
    'temporary': ('import tempfile\nwith tempfile.TemporaryDirectory(), tempfile.NamedTemporaryFile(): pass', []),
    'databases': ('import sqlite3\nwith sqlite3.connect("x.db") as db: db.execute("create table t(a)")', []),
    'memory maps': ('import numpy as np\nm = np.memmap("m", dtype="f4", mode="w+", shape=9)\nm[:] = 1\nm.flush()', []),
    '300 pictures': ('''from PIL import Image
for i in range(300): Image.new('RGB', (4, 4)).save(f'{i}.png')
pictures = [Image.open(f'{i}.png') for i in range(300)]''', []),
    'many small files': ('for i in range(1200): Path(f"c/{i}").touch()', []),
}
DRAWING = {
    'to a buffer': ('''import io
import matplotlib.pyplot as plt
import numpy as np
fig, ax = plt.subplots()
fig.canvas.draw()
assert np.asarray(fig.canvas.buffer_rgba()).shape[2] == 4
fig.canvas.tostring_argb()
plt.savefig(io.BytesIO())
plt.savefig('fig.png')
assert plt.imread('fig.png').ndim == 3
plt.show()''', []),
    'to a window': ('import matplotlib\nmatplotlib.use("TkAgg")\nplt.switch_backend("QtAgg")\n'
                    'plt.figure().canvas.draw()', []),
    'viewers': ('import cv2\nfrom PIL import Image\ncv2.imshow("x", np.zeros((2, 2)))\n'
                'while cv2.waitKey(1) & 0xFF != ord("q"): pass\ncv2.destroyAllWindows()\n'
                'Image.new("L", (2, 2)).show()', []),
    'old names': ('from IPython.core.display import display, HTML\nfrom IPython.display import set_matplotlib_formats\n'
                  'display(HTML("x"))\nset_matplotlib_formats("retina")', []),
    'bars': ('from tqdm.notebook import tqdm\nfrom tqdm.auto import trange\nfor _ in tqdm(trange(2)): pass', []),
    'Colab': ('''from google.colab import drive, files
from google.colab.patches import cv2_imshow
drive.mount('/content/drive')
for name in files.upload().keys(): print(name)
cv2_imshow(np.zeros((2, 2)))''', ['from google.colab import drive', 'from google.colab import files',
                                  'from google.colab.patches import cv2_imshow']),
    'is it Colab': ('try:\n    import google.colab\n    colab = True\nexcept ImportError: colab = False\n'
                    'assert not colab', []),
    'widgets': ('import math, ipywidgets as widgets\n@widgets.interact(x=(0, 9))\ndef square(x): return x*x\n'
                'assert square(3) == 9 and math', ['import ipywidgets']),
}
PARALLEL = {
    'pool': ('''from multiprocessing import Pool
def square(x): return x*x
with Pool(2) as p: assert p.map(square, [1, 2]) == p.starmap(pow, [(1, 2), (2, 2)]) == [1, 4]''', []),
    'other pools': ('import torch.multiprocessing as tm\nfrom multiprocessing.pool import Pool, ThreadPool\n'
                    'for pool in tm.Pool, Pool, ThreadPool:\n'
                    '    with pool(2) as p: assert list(p.imap(square, [3])) == [9]', []),
    'processes': ('''import multiprocessing as mp
queue, total = mp.Queue(), mp.Value('i', 0)
def work(i):
    with total.get_lock(): total.value += i
    queue.put(i)
ps = [mp.Process(target=work, args=(i,), daemon=True) for i in range(3)]
for p in ps: p.start()
for p in ps: p.join()
assert sorted(queue.get() for _ in ps) == [0, 1, 2] and total.value == 3 and {p.exitcode for p in ps} == {0}''', []),
    'a class of its own': ('class Adds(mp.Process):\n    def run(self): queue.put(7)\n'
                           'p = Adds()\np.start()\np.join()\nassert queue.get() == 7', []),
    'executor': ('import concurrent.futures as cf\nfrom concurrent.futures import ProcessPoolExecutor\n'
                 'for pool in cf.ProcessPoolExecutor, ProcessPoolExecutor:\n'
                 '    with pool(max_workers=2) as ex: assert list(ex.map(square, [2], chunksize=1)) == [4]', []),
    'fastai': ('from fastai.vision.all import *\nassert parallel(square, [1, 2], n_workers=2) == [1, 4]\n'
               'Image.new("L", (2, 2)).save("0.png")\nassert verify_images([Path("0.png")]*3) == []', []),
    'loaders': ('from torch.utils.data import DataLoader as Loader\n'
                'dl = Loader([1, 2, 3], num_workers=2, persistent_workers=True, prefetch_factor=2)\n'
                'assert [int(x) for x in dl] == [1, 2, 3]\nlist(TfmdDL([1, 2], bs=2, num_workers=defaults.cpus))', []),
    'joblib': ('try: from joblib import Parallel, delayed\nexcept ImportError: pass\n'
               'else: assert Parallel(n_jobs=2)(delayed(square)(i) for i in [1, 2]) == [1, 4]', []),
    'compiled': ('@torch.compile\ndef double(x): return 2*x\nassert double(torch.ones(1)) == 2', []),
}


@pytest.mark.parametrize('table', [MAGICS, FILES, DRAWING, PARALLEL], ids=['magics', 'files', 'drawing', 'parallel'])
def test_as_in_jupyter(worker, table):
    wrong = {}
    for name, (cell, skipped) in table.items():
        out = worker.run(Step(name, cell, own=True), 20)
        if not out.ok or out.skipped != skipped: wrong[name] = out.reason, out.frames, out.skipped
    assert not wrong


SMALL = Limits(memory_mib=2048, disk_mib=2, files=50, open_files=64, threads=40, submission_seconds=60)
BREAKS = {
    'memory': ('x = bytearray(1 << 42)', 'MemoryError: at grading a process may take 2048 MiB of memory'),
    'memory of numpy': ('import numpy as np\nnp.ones(1 << 40)', 'may take 2048 MiB of memory'),
    'memory of torch': ('import torch\ntorch.ones(1 << 40)', 'may take 2048 MiB of memory'),
    'open files': ('fs = [open("a", "w") for _ in range(99)]', '64 files may be open'),
    'a large file': ('open("b", "wb").truncate(3 << 20)', '2 MiB may be written'),
    'a program': ('import subprocess\nsubprocess.run(["ls"])', 'no other program'),
    'a process': ('import os\nos.fork()', 'no process besides yours'),
    'network': ('import urllib.request as u\nu.urlopen("http://example.org")', 'there is no network'),
    'a file elsewhere': ('open("/tmp/x", "w")', 'only the current folder written to'),
    'because of it': ('try: open("/proc/version")\nexcept OSError as e: raise ValueError("no") from e',
                      "ValueError: no (at grading only the course's data can be read"),
    'no limit': ('raise ValueError("no")', 'ValueError: no'),
    'seconds of a cell': ('while True: pass', 'it took more than 1 s'),
}
DEADLY = {
    'many files': ('for i in range(60): open(f"{i}", "w").close()', 'it made more than 50 files'),
    'many folders': ('import os\nfor i in range(60): os.mkdir(f"f{i}")', 'it made more than 50 files'),
    'bytes': ('for i in range(3): open(f"{i}", "wb").write(bytes(1 << 20))', 'it wrote more than 2 MiB'),
    'threads': ('import threading, time\n'
                'for _ in range(60): threading.Thread(target=time.sleep, args=(3,), daemon=True).start()',
                'it started more than 40 threads'),
}


def test_a_limit_says_which_one_it_was(context):
    limits, wrong = replace(SMALL, cell_seconds=1.), {}
    with started(context, limits) as w:
        for name, (cell, words) in BREAKS.items():
            out = w.run(Step(name, cell, own=True), 1)
            if out.ok or words not in out.reason or out.reason.count('(at grading') > 1: wrong[name] = out.reason
    assert not wrong


@pytest.mark.parametrize('name', DEADLY)
def test_a_limit_that_ends_the_worker_says_which_one_it_was(context, name):
    cell, words = DEADLY[name]
    with started(context, SMALL) as w: out = w.run(Step(name, f'{cell}\nimport time\ntime.sleep(2)', own=True), 20)
    assert (out.end, out.message) == (End.died, words)


def test_the_limit_of_the_processor_says_so(context):
    with started(context, replace(SMALL, submission_seconds=.6)) as w:
        out = w.run(Step('busy', 'while True: pass', own=True), 10)
    assert out.message == 'it used more processor time than the whole notebook may (1 s)'
    assert out.message == exit_in_words(Break.ended, -signal.SIGXCPU, replace(SMALL, submission_seconds=.6))


LIMITED = {  # answers to `double` → what is said of them
    'heavy tensor': ('import torch\ndef double(x): return torch.zeros(1 << 21)',
                     'The test could not finish: its answer weighed more than 4 MiB, or 0.25 MiB besides tensors.'),
    'heavy text': ('def double(x): return "x" * 300_000',
                   'The test could not finish: its answer weighed more than 4 MiB, or 0.25 MiB besides tensors.'),
    'loop': ('def double(x):\n    while True: pass',
             'The test took too long and was stopped (it took more than 1 s); look for an endless loop '
             '(cell `double`, line 3: `while True: pass`).'),
    'loop at once': ('while True: pass',
                     'The answer cell `double` took too long and was stopped (it took more than 1 s).'),
}


def test_an_answer_hears_of_its_limit(klass, monkeypatch):
    monkeypatch.setattr(Limits, 'from_settings', lambda: Limits(answer_mib=4, cell_seconds=1.))
    for who, (source, _) in LIMITED.items(): klass.hand_in(who.replace(' ', '-'), with_answers(double=source))
    told = {r.student: r.tests[0].message for r in klass.grade().values()}
    assert told == {who.replace(' ', '-'): words for who, (_, words) in LIMITED.items()}


IMPORTS = code('from google.colab import drive\ndrive.mount("/content/drive")\n%load_ext x\n%x\nimport math')
RIGHT = {
    'in_the_answer': with_answers(double='%load_ext autoreload\n%autoreload 2\ngpu = !nvidia-smi\n'
                                         'def double(x):\n    %time y = 2*x\n    return 2*x'),
    'imports_after': [IMPORTS, *with_answers(double='def double(x): return math.prod([2])*x')],
    'module': [code('%%writefile mine.py\ndef two(x): return 2*x'),
               *with_answers(double='import mine\ndef double(x): return mine.two(x)')],
    'pool': with_answers(triple='from multiprocessing import Pool\ndef by3(x): return 3*x\n'
                                'def triple(x):\n    with Pool(2) as p: return p.map(by3, [x])[0]'),
    'copies': with_answers(triple='import shutil\ndef triple(x):\n    open("a", "w").write("x")\n'
                                  '    shutil.copy2("a", "b")\n    return 3*x'),
    'fabric': notebook(cells(), metadata=dict(kernelspec=dict(language='Jupyter'), language_info=dict(name='python'))),
    'sage': notebook(cells(), metadata=dict(kernelspec=dict(name='sagemath', language='sage'))),
}


def test_right_answers_keep_their_points(klass):
    for who, content in RIGHT.items(): klass.hand_in(who, content)
    graded = klass.grade()
    assert not {who: (r.score, r.notes, [t.message for t in r.tests]) for who, r in graded.items() if r.score != 4.5}
    noted = next(n for n in graded['imports_after'].notes if n.startswith('Not run at grading'))
    assert noted == 'Not run at grading: from google.colab import drive; %load_ext x; %x.'


PYTHON = dict(fabric=dict(kernelspec=dict(name='synapse_pyspark', language='Python')), deepnote=dict(deepnote={}),
              kaggle=dict(kernelspec=dict(language='python'), kaggle={}), broken=dict(kernelspec=3, language_info='x'),
              jupyter=dict(kernelspec=dict(language='Jupyter')), xeus=dict(kernelspec=dict(language='xpython')),
              pyodide=dict(kernelspec=dict(language='Pyodide'), language_info=dict(name='')),
              conda=dict(kernelspec=dict(name='conda-env-r'), language_info=dict(name='python')))
OTHER = dict(r=dict(kernelspec=dict(language='R', name='ir')), julia=dict(language_info=dict(name='julia')),
             scala=dict(kernelspec=dict(language='scala')), unheard_of=dict(language_info=dict(name='unheard of')))


@pytest.mark.parametrize('name', [*PYTHON, *OTHER])
def test_kernels(name):
    source = 'x <- c(1, 2)\nfunction(y) y + 1' if name in OTHER else '%cd x\nx = 1'
    data = json.dumps(notebook([code(source)], metadata=(PYTHON | OTHER)[name])).encode()
    if name in PYTHON: assert load_notebook(data, 'a.ipynb')
    else:
        with pytest.raises(NotebookError, match='the course is in Python'): load_notebook(data, 'a.ipynb')
