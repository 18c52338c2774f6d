"""What a confined process can do: run by test_confine.py in a worker's place; prints what came of each try as JSON."""
import ctypes
import errno
import fcntl
import json
import mmap
import os
import platform
import signal
import socket
import sqlite3
import sys
import tempfile
import threading

from cm203.grading.calls import call_filter, call_number
from cm203.grading.confine import Confinement, Limits, confine, readable_paths, withdraw
from cm203.grading.spaces import close_others

folder, layers, outside = sys.argv[1], tuple(sys.argv[2].split(',')), sys.argv[3]
libc, high = ctypes.CDLL(None, use_errno=True), 1 << 32


def call(name, *args):
    "What the kernel answers to a call, by name or number: the name of an error, or `done`."
    number = name if isinstance(name, int) else call_number(name)
    assert number >= 0, name
    ctypes.set_errno(0)
    res = libc.syscall(ctypes.c_long(number), *(a if isinstance(a, bytes) else ctypes.c_ulong(a) for a in args))
    return 'done' if res >= 0 else errno.errorcode[ctypes.get_errno()]


def made(f, *args, **kw):
    "What comes of calling `f`."
    try: f(*args, **kw)
    except OSError as e: return errno.errorcode[e.errno]
    return 'done'


def rights():
    "Of this process: all sets of capabilities, and whether it may get more."
    lines = dict(line.split(':', 1) for line in open('/proc/self/status').read().splitlines())
    return {k: int(lines[k], 16) for k in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs')}


def refused():
    "Calls that are to be refused whatever their arguments are. Those here could do no harm."
    bad = ctypes.c_ulong(-1).value
    names = '''socket connect bind fork vfork execve ptrace process_vm_readv setsid setpgid unshare setns chroot mount
        umount2 pivot_root bpf perf_event_open keyctl userfaultfd memfd_create mknodat sethostname capset truncate
        setuid chown chmod fchmodat utimensat setxattr removexattr flock fadvise64 readahead mincore inotify_init1
        inotify_add_watch fanotify_init tkill rt_sigqueueinfo rt_tgsigqueueinfo setpriority sched_setscheduler
        shmget msgget semget mq_open splice tee vmsplice sync setrlimit timer_create set_mempolicy'''.split()
    old = {n: call(n, bad, bad, bad, bad, bad, bad) for n in names if call_number(n) >= 0}
    allowed = [call_number(n) for n in ('close_range', 'faccessat2', 'epoll_pwait2')]
    newer = {n: call(n, bad, bad, bad, bad, bad, bad) for n in range(424, 600) if n not in allowed}
    above = {n: call(n, 0, 0, 0) for n in (600, 1000, 1 << 29)}
    return {n: why for n, why in (old | newer | above).items() if why not in ('EPERM', 'ENOSYS')}


def by_arguments():
    "Calls that are allowed with other arguments."
    fd, me, null = os.open(folder, os.O_RDONLY), os.getpid(), os.open('/dev/null', os.O_RDONLY)
    page = mmap.mmap(-1, 4096)
    at = ctypes.addressof(ctypes.c_char.from_buffer(page))
    mine = os.open(f'{folder}/mine', os.O_RDWR | os.O_CREAT)
    vector = (ctypes.c_ulong*2)(at, 1)
    res = {f'signal to {who:x}': call('kill', who, 0) for who in (1, me + 1, 0, (1 << 64) - 1, (1 << 32) - me)}
    res['signal to another by thread'] = call('tgkill', os.getppid() or 1, os.getppid() or 1, 0)
    requests = 0x5412, 0x40086602, 0x401c5820, 0x40305828, 0x5452, 0x8901, 0x40049409, 0x1277, 0x5412 | high, 0x5501
    for what in requests: res[f'ioctl {what:x}'] = call('ioctl', null, what, at)
    for what in 5, 8, 10, 15, 1024, 1026, 8 | high, 1033: res[f'fcntl {what:x}'] = call('fcntl', fd, what, 0)
    for what in 1, 1 | high, 22, 24, 38 | high, 41, 4, 0x59616d61:
        res[f'prctl {what:x}'] = call('prctl', what, 0, 0, 0, 0)
    for what in 3, 9, 12, 20, 21, 22, 23, 3 | high: res[f'madvise {what:x}'] = call('madvise', at, 4096, what)
    for how in 8, 8 | high, 1: res[f'preadv2 {how:x}'] = call('preadv2', mine, ctypes.addressof(vector), 1, 0, 0, how)
    res['a process'] = call('clone', signal.SIGCHLD, 0, 0, 0, 0)
    res['a process with memory in common'] = call('clone', 0x100 | signal.SIGCHLD, 0, 0, 0, 0)
    for what in (2, 1, 0), (1, 2, 0), (1, 5, 0), (1 | high, 3, 0):
        res[f'socketpair {what}'] = call('socketpair', *what, at)
    res['a limit'] = call('prlimit64', 0, 7, at, 0)
    if platform.machine() == 'x86_64': res['x32'] = call(1 << 30 | 39)
    return {k: why for k, why in res.items() if why != 'EPERM'}


def files():
    "What of files outside."
    secret, shared = f'{outside}/secret', f'{outside}/shared'  # for nobody; for everybody
    library = os.__file__
    return {
        'read': made(open, secret), 'read shared': made(open, shared), 'write': made(open, shared, 'w'),
        'append to a library': made(open, library, 'a'), 'list': made(os.listdir, outside),
        'empty by reading': made(os.open, library, os.O_RDONLY | os.O_TRUNC),
        'empty by nothing': made(os.open, library, os.O_TRUNC | os.O_ACCMODE),
        'empty by name': made(os.truncate, shared, 0), 'make': made(open, f'{outside}/new', 'w'),
        'remove': made(os.unlink, shared), 'move': made(os.rename, shared, f'{folder}/x'),
        'link': made(os.link, shared, f'{folder}/y'), 'attribute': made(os.getxattr, library, 'user.x')}


def seen():
    "What is seen of the machine."
    return dict(pid=os.getpid(), uid=os.getuid(), stat=made(os.stat, f'{outside}/secret'),
                enter=made(os.chdir, outside), root=sorted(os.listdir('/')) if made(os.listdir, '/') == 'done' else [])


def fine():
    "What a lab needs."
    os.chdir(folder)
    done, lock = [], threading.Lock()
    def thread():
        with lock: done.append(threading.get_native_id())
    t = threading.Thread(target=thread)
    t.start(), t.join()
    with sqlite3.connect('x.db') as db: db.execute('create table t(a)'), db.execute('insert into t values(1)')
    with tempfile.NamedTemporaryFile(dir='.') as f: f.truncate(9), f.flush(), os.fsync(f.fileno())
    os.makedirs('a/b'), open('a/x', 'w').write('x'), os.rename('a/x', 'a/y'), os.symlink('y', 'a/z'), os.unlink('a/z')
    a, b = socket.socketpair()
    a.send(b'x'), b.recv(1), a.setblocking(False), a.shutdown(socket.SHUT_RDWR)
    signal.signal(signal.SIGUSR1, lambda *_: done.append('signal'))
    os.kill(os.getpid(), signal.SIGUSR1)
    with open('lock', 'w') as f: fcntl.lockf(f, fcntl.LOCK_EX)
    signal.setitimer(signal.ITIMER_REAL, 9), signal.setitimer(signal.ITIMER_REAL, 0)
    with open(os.__file__) as f, mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as m: done.append(len(m) > 9)
    return [len(done), done[1:], os.get_inheritable(0), os.isatty(0), os.cpu_count() > 0]


def moved():
    "Whether a file can be moved from one folder into another: not below Linux 5.19."
    os.makedirs(f'{folder}/c', exist_ok=True), open(f'{folder}/d', 'w').close()
    return made(os.rename, f'{folder}/d', f'{folder}/c/d')


calls = call_filter()
out = os.dup(1)
close_others(out)
readable = readable_paths()
withdraw(folder, readable, layers)
confine(folder, readable, Limits(), Confinement(('calls', 'files', *layers), '', calls))
facts = dict(rights=rights(), refused=refused(), by_arguments=by_arguments(), files=files(), seen=seen(), fine=fine(),
             moved=moved())
os.write(out, json.dumps(facts).encode())
