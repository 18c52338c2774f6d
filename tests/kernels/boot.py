"""Run tests/grading/test_confine.py on other kernels than this machine's, as root and as a user: `make kernels`.

Kernels of Debian and Ubuntu are fetched and booted in qemu, each with a small root in memory: Python, pytest, the
confinement and its tests. Needs qemu-system-x86_64, dpkg-deb and cpio, and no rights.
`boot.py 6.1 5.15` boots only those whose version begins so. What is fetched is kept in CACHE."""
import hashlib
import lzma
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
CACHE = Path(os.environ.get('CM203_CACHE') or Path.home()/'.cache'/'cm203')/'kernels'
DEBIAN, UBUNTU = 'http://deb.debian.org/debian', 'http://archive.ubuntu.com/ubuntu'
CLOUD, GENERIC = r'linux-image-\d[\w.+-]*-cloud-amd64', r'linux-image-\d[\d.-]*-generic'
KERNELS = ((DEBIAN, 'bullseye', CLOUD), (UBUNTU, 'jammy', GENERIC), (DEBIAN, 'bookworm', CLOUD),
           (UBUNTU, 'noble', GENERIC), (DEBIAN, 'trixie', CLOUD), (DEBIAN, 'sid', CLOUD))
PACKAGES = '_pytest', 'iniconfig', 'packaging', 'pluggy', 'py.py', 'pygments', 'pyseccomp.py', 'pytest'
UNUSED = 'site-packages', 'test', 'tests', 'idlelib', 'tkinter', 'ensurepip', '__pycache__', 'lib2to3', 'config-*'


def kernels():
    "(distribution, version, address, SHA-256) of each kernel: the newest of those that a distribution has."
    for base, suite, name in KERNELS:
        url = f'{base}/dists/{suite}/main/binary-amd64/Packages.xz'
        index = lzma.decompress(urllib.request.urlopen(url).read()).decode().split('\n\n')
        found = [dict(re.findall(r'^(\w+): (.*)', p, re.M)) for p in index if re.match(f'Package: {name}\n', p)]
        newest = max(found, key=lambda f: [int(n) for n in re.findall(r'\d+', f['Version'])])
        yield suite, newest['Version'], f'{base}/{newest["Filename"]}', newest['SHA256']


def fetched(url, digest):
    "The kernel in a package."
    folder = CACHE/digest[:12]
    if not folder.exists():
        data = urllib.request.urlopen(url).read()
        assert hashlib.sha256(data).hexdigest() == digest, f'{url} is not what its index says'
        with tempfile.TemporaryDirectory(dir=make(CACHE)) as d:
            Path(d, 'deb').write_bytes(data)
            subprocess.run(['dpkg-deb', '-x', 'deb', 'all'], cwd=d, check=True)
            make(folder)
            shutil.copy(next(Path(d, 'all', 'boot').glob('vmlinuz-*')), folder/'vmlinuz')
    return folder/'vmlinuz'


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def needed_libraries(files):
    "What programs and libraries are linked with."
    out = subprocess.run(['ldd', *files], capture_output=True, text=True).stdout
    return {Path(p) for p in re.findall(r'(/\S+\.so\S*) \(', out)}


def root_in_memory(root):
    "Write the files that the guest has, below `root`."
    base, site = Path(sys.base_prefix), Path(sysconfig.get_paths()['purelib'])
    lib = root/'usr/python/lib'/Path(sysconfig.get_paths()['stdlib']).name
    shutil.copytree(sysconfig.get_paths()['stdlib'], lib, ignore=shutil.ignore_patterns(*UNUSED), symlinks=True)
    make(root/'usr/python/bin'), make(lib/'site-packages')
    python = shutil.copy(os.path.realpath(base/'bin'/f'python{sys.version_info[0]}'), root/'usr/python/bin/python3')
    for name in PACKAGES:
        copy = shutil.copytree if (site/name).is_dir() else shutil.copy
        copy(site/name, lib/'site-packages'/name)
    shutil.copytree(CHECKOUT/'cm203', lib/'site-packages'/'cm203', ignore=shutil.ignore_patterns('__pycache__'))
    make(root/'tests')
    for name in 'test_confine.py', 'confined.py': shutil.copy(CHECKOUT/'tests/grading'/name, root/'tests')
    shutil.copy(HERE/'init.py', root/'init')
    (root/'init').chmod(0o755)
    subprocess.run([sys.executable, '-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash', lib])
    seccomp = subprocess.run(['ldconfig', '-p'], capture_output=True, text=True).stdout
    seccomp = Path(re.search(r'libseccomp\.so\.2 .*x86-64.* => (\S+)', seccomp)[1])
    programs = [python, '/sbin/ldconfig', seccomp, *lib.rglob('*.so')]
    for path in needed_libraries(map(str, programs)) | {seccomp, Path('/sbin/ldconfig')}:
        shutil.copy(path, make(root/f'{path.parent}'[1:])/path.name)
    for name in 'dev', 'proc', 'sys', 'tmp', 'new', 'etc', 'root': make(root/name)
    subprocess.run(['ldconfig', '-r', root], check=True)


def packed(root, to):
    "An archive that a kernel unpacks when it starts."
    names = '\0'.join(str(p.relative_to(root)) for p in sorted(root.rglob('*')))
    command = 'cpio', '-0oH', 'newc', '--quiet', '-R', '0:0'
    with open(to, 'wb') as f: subprocess.run(command, input=names.encode(), cwd=root, stdout=f, check=True)


def boot(kernel, memory):
    "What the guest says. Its processor is emulated: that takes minutes, and is the same everywhere."
    command = ['qemu-system-x86_64', '-accel', 'tcg', '-cpu', 'max', '-m', '2048', '-nographic', '-no-reboot',
               '-kernel', kernel, '-initrd', memory, '-append', 'console=ttyS0 quiet panic=-1 rdinit=/init']
    return subprocess.run(command, capture_output=True, text=True, errors='replace', timeout=1800,
                          stdin=subprocess.DEVNULL).stdout


def main(*versions):
    failed = 0
    with tempfile.TemporaryDirectory() as d:
        root_in_memory(make(Path(d)/'root'))
        packed(Path(d)/'root', Path(d)/'root.cpio')
        for suite, version, url, digest in kernels():
            if versions and not version.startswith(versions): continue
            said = boot(fetched(url, digest), Path(d)/'root.cpio')
            lines = re.findall(r'^GUEST (.*?)\r?$', said, re.M)
            good = 'end' in lines and not any('failed' in line or 'error' in line for line in lines)
            failed += not good
            print(f'{suite} {version}: {"as it should" if good else "WRONG"}', *lines[:-1], sep='\n    ', flush=True)
            if not good: print(said[-6000:])
    return failed


if __name__ == '__main__': sys.exit(main(*sys.argv[1:]))
