"""A confined process has what a lab needs, and nothing else: by each set of layers that this system gives.

This needs no PyTorch: `make kernels` runs it on other kernels."""
import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cm203.core import CourseError
from cm203.grading import confine
from cm203.grading.confine import Confinement, confinement_here, missing_protections, told_layers

pytestmark = pytest.mark.skipif(bool(missing_protections()), reason='needs a system that confines')
HERE = Path(__file__).parent
LAYERS = confinement_here().layers if not missing_protections() else ()
SETS = [layers for layers in confine.TRIED if not missing_protections() and not confine.why_not(layers, ())]
LINUX = tuple(map(int, platform.release().split('.')[:2])) if sys.platform == 'linux' else (0, 0)


@pytest.fixture(scope='module', params=SETS, ids='+'.join)
def confined(request, tmp_path_factory):
    "(layers, what a confined process found, folder outside)."
    root = tmp_path_factory.mktemp('confined')
    for p in root, *root.parents[:2]: p.chmod(0o755)  # or a user of its own could not come to its folder
    folder, outside = root/'folder', root/'outside'
    for p in folder, outside: p.mkdir()
    (outside/'secret').write_text('secret')
    (outside/'secret').chmod(0o600)
    (outside/'shared').write_text('shared')
    (outside/'shared').chmod(0o666)
    outside.chmod(0o777)
    args = sys.executable, HERE/'confined.py', folder, ','.join(request.param), outside
    run = subprocess.run(args, capture_output=True, text=True)
    assert not run.returncode, run.stderr
    return request.param, json.loads(run.stdout), outside


def test_rights(confined):
    "No capability in any set, and no way to one."
    rights = confined[1]['rights']
    assert rights.pop('NoNewPrivs') == 1
    if os.getuid(): rights.pop('CapBnd')  # of no use to who has no right to begin with
    assert not any(rights.values()), rights


def test_user(confined):
    layers, facts, _ = confined
    if os.getuid() == 0 and 'user' in layers: assert facts['seen']['uid'] > 2_000_000_000
    else: assert facts['seen']['uid'] == os.getuid()


def test_calls(confined):
    "Whatever no lab needs is refused, also what no kernel has yet, whatever the upper half of an int is."
    assert confined[1]['refused'] == confined[1]['by_arguments'] == {}


def test_files(confined):
    "Nothing outside is read, changed or emptied."
    layers, facts, outside = confined
    tried = facts['files']
    assert tried.pop('attribute') == 'ENOTSUP'
    assert tried.pop('link') in ('EXDEV', 'EACCES', 'ENOENT', 'EPERM')
    assert set(tried.values()) <= {'EACCES', 'EPERM', 'EXDEV', *(['ENOENT', 'EROFS'] if 'namespaces' in layers else [])}
    assert sorted(p.name for p in outside.iterdir()) == ['secret', 'shared']
    assert (outside/'shared').read_text() == 'shared'


def test_sight(confined):
    "With namespaces nothing of the machine is seen. Without, of a file's content nothing, but its name and size."
    layers, facts, _ = confined
    alone = 'namespaces' in layers
    assert facts['seen']['stat'] == facts['seen']['enter'] == ('ENOENT' if alone else 'done')
    assert (facts['seen']['pid'] == 2) == alone


def test_what_a_lab_needs(confined):
    _, facts, _ = confined
    assert facts['fine'] == [3, ['signal', True], True, False, True]
    assert facts['moved'] == ('done' if LINUX >= (5, 19) else 'EXDEV')


def test_calls_of_32_bit_are_refused(tmp_path):
    if platform.machine() != 'x86_64': pytest.skip('a matter of x86-64')
    code = '''import ctypes, mmap
from cm203.grading.calls import *
m = mmap.mmap(-1, 4096, prot=7)
m.write(b'\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3')  # mov eax, getpid; int 0x80; ret
getpid = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))
load_filter(call_filter())
print(getpid())'''
    run = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True)
    assert run.stdout == '-1\n' or run.returncode == -signal.SIGSEGV  # of a kernel without such calls


ENDS = {'exit': ('os._exit(3)', 3), 'return': ('pass', 0),
        'signal': ('os.kill(os.getpid(), signal.SIGTERM)', -signal.SIGTERM),
        'abort': ('os.abort()', -signal.SIGABRT), 'killed': ('os.kill(os.getpid(), signal.SIGKILL)', -signal.SIGKILL),
        'processor time': ('resource.setrlimit(resource.RLIMIT_CPU, (1, 5))\nwhile True: pass', -signal.SIGXCPU),
        'first process': ('os.kill(1, signal.SIGKILL)\ntime.sleep(.1)', 0)}  # it cannot be ended from within


@pytest.mark.parametrize('name', ENDS)
def test_the_end_is_passed_on(name):
    "Whoever waits learns how the process in the namespaces has ended."
    if 'namespaces' not in LAYERS: pytest.skip('this system has no namespaces to give')
    code, expected = ENDS[name]
    before = 'import os, resource, signal, time\nfrom cm203.grading.spaces import enter\nenter()\n'
    assert subprocess.run([sys.executable, '-c', before + code]).returncode == expected


def below(pid):
    "The processes that a process has started."
    return [int(p) for p in Path(f'/proc/{pid}/task/{pid}/children').read_text().split()]


def lives(pid):
    try: return Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[0] not in 'ZX'
    except OSError: return False


def test_children_end_with_it():
    "If the process that the grader knows is killed, none is left in the namespaces."
    if 'namespaces' not in LAYERS: pytest.skip('this system has no namespaces to give')
    code = 'import time\nfrom cm203.grading.spaces import enter\nenter()\nprint(flush=True)\ntime.sleep(60)'
    with subprocess.Popen([sys.executable, '-c', code], stdout=subprocess.PIPE) as run:
        run.stdout.readline()
        inside = below(run.pid)
        run.kill()
    assert len(inside) == 2
    end = time.monotonic() + 10
    while any(map(lives, inside)) and time.monotonic() < end: time.sleep(.01)
    assert not [pid for pid in inside if lives(pid)]


def test_the_first_line(monkeypatch):
    "It says which layers stand, and why one does not; what is required and lacking is refused."
    found = Confinement(('calls', 'files', 'limits'), 'not permitted', b'')
    monkeypatch.setattr(confine, 'confinement_here', lambda named: found)
    line = 'Workers are confined by: calls, files, limits. Not user, namespaces: not permitted.'
    assert told_layers() == told_layers('calls,limits') == line
    with pytest.raises(CourseError, match='asks for: namespaces. Workers'): told_layers('calls, namespaces')
    with pytest.raises(CourseError, match="No layer is called 'walls'"): told_layers('walls')
