"""On a system that cannot confine a submission the tools load all the same, and say what they need."""
import json
import subprocess
import sys

from cm203.core import checkout_root
from cm203.course.release import student_notebook
from cm203.course.settings import course_labs

# What Python lacks on Windows, of what the tools use: modules, functions, and a C library that can be had by no name.
WINDOWS = '''
import ctypes, functools, os, signal, socket, sys, types
# what is not ours was made for Windows as well, and is loaded while it is not yet
import multiprocessing.connection, multiprocessing.popen_spawn_posix, multiprocessing.pool
import fastcore.all, flask, IPython.core.interactiveshell, nbdev.export, nbformat, polib, requests, rich.console, sphinx
class NoCDLL(ctypes.CDLL):
    def __init__(self, name, *args, **kwargs):
        if name is None: raise TypeError('LoadLibrary() argument 1 must be str, not None')
        super().__init__(name, *args, **kwargs)
ctypes.CDLL = NoCDLL
for name in 'resource', 'fcntl', 'pwd', 'grp', 'termios': sys.modules[name] = None
# what Windows has in another way
socket.socketpair = functools.partial(socket.socketpair, socket.AF_UNIX)
multiprocessing.popen_fork.signal = types.SimpleNamespace(**vars(signal))
missing = {os: 'fork memfd_create setsid killpg', signal: 'setitimer SIGALRM SIGKILL SIGXCPU',
           socket: 'send_fds recv_fds AF_UNIX'}
for module, names in missing.items():
    for name in names.split(): delattr(module, name)
sys.platform = 'win32'
'''


def run(code):
    "What a process prints, and its exit code, that runs `code` where it is Windows as far as the tools can tell."
    done = subprocess.run([sys.executable, '-c', WINDOWS + code], capture_output=True, text=True, cwd=checkout_root())
    return done.stdout, done.stderr, done.returncode


LOAD = '''
import importlib
from pathlib import Path
for part in 'course', 'grading', 'site':
    for path in sorted(Path('cm203', part).glob('*.py')):
        if path.stem in ('__init__', 'pytest_plugin'): continue  # the latter is loaded by pytest only
        try: importlib.import_module(f'cm203.{part}.{path.stem}')
        except Exception as e: print(f'{part}.{path.stem}: {type(e).__name__}: {e}')
        else: print('loaded')
'''


def test_all_tools_load():
    out, err, code = run(LOAD)
    assert set(out.splitlines()) == {'loaded'} and len(out.splitlines()) > 25 and (code, err) == (0, ''), out + err


def test_check_runs_the_notebook(tmp_path):
    "Unconfined, as it says; untouched, so that no check passes."
    notebook = tmp_path/'lab.ipynb'
    notebook.write_text(json.dumps(student_notebook(course_labs()[0])))
    out, err, code = run(f'from cm203.course.cli import main\nmain(["check", {str(notebook)!r}])')
    assert (code, err) == (1, '') and 'Not confined' in out and 'this is win32' in out, out + err
    assert '0 of 17 public checks passed' in out and 'Not answered yet: `questao_dataset`' in out


def test_grading_needs_linux():
    out, err, code = run('from cm203.grading.court import courts\ncourts(None, None).__enter__()')
    assert code == 1 and 'CourseError: Grading needs Linux' in err
