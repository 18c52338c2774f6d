"""Run tests/grading/test_confine.py on other kernels than this machine's, as root and as a user: `make kernels`.

Kernels of Debian and Ubuntu are fetched and booted in qemu, each with a small root in memory: Python, pytest, the
confinement and its tests. On x86-64 Python is the one that runs this, on aarch64 Debian's. Needs qemu-system-x86_64,
qemu-system-aarch64, dpkg-deb and cpio, and no rights.
`boot.py 6.1 5.15` boots only those whose version begins so, `boot.py arm64` those of one architecture. What is fetched
is kept in CACHE."""
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
CLOUD, GENERIC = r'linux-(?:image|binary)-\d[\w.+-]*-cloud-{}', r'linux-image-\d[\d.-]*-generic'
KERNELS = (
    (DEBIAN, 'bullseye', CLOUD, 'amd64'), (UBUNTU, 'jammy', GENERIC, 'amd64'), (DEBIAN, 'bookworm', CLOUD, 'amd64'),
    (UBUNTU, 'noble', GENERIC, 'amd64'), (DEBIAN, 'trixie', CLOUD, 'amd64'), (DEBIAN, 'sid', CLOUD, 'amd64'),
    (DEBIAN, 'bookworm', CLOUD, 'arm64'), (DEBIAN, 'trixie', CLOUD, 'arm64'))
MACHINES = dict(amd64=('qemu-system-x86_64', '-cpu', 'max', 'ttyS0'),
                arm64=('qemu-system-aarch64', '-machine', 'virt', '-cpu', 'max,pauth-impdef=on', 'ttyAMA0'))
OF_DEBIAN = '''
    python3.11-minimal libpython3.11-minimal libpython3.11-stdlib libc6 libc-bin libgcc-s1 libcrypt1 zlib1g libexpat1
    libffi8 libssl3 libbz2-1.0 liblzma5 libuuid1 libsqlite3-0 libseccomp2 coreutils libselinux1 libacl1 libattr1
    libgmp10 libpcre2-8-0'''.split()
PACKAGES = '_pytest', 'iniconfig', 'packaging', 'pluggy', 'py.py', 'pygments', 'pyseccomp.py', 'pytest'
UNUSED = 'site-packages', 'test', 'tests', 'idlelib', 'tkinter', 'ensurepip', '__pycache__', 'lib2to3', 'config-*'


def index(base, suite, arch):
    "The packages that a distribution has, by name: their fields."
    url = f'{base}/dists/{suite}/main/binary-{arch}/Packages.xz'
    for text in lzma.decompress(urllib.request.urlopen(url).read()).decode().split('\n\n'):
        fields = dict(re.findall(r'^(\w+): (.*)', text, re.M))
        if fields: yield fields | dict(url=f'{base}/{fields["Filename"]}')


def kernels():
    "(distribution, architecture, package) of each newest kernel: of its packages the largest, which has its files."
    for base, suite, name, arch in KERNELS:
        found = [p for p in index(base, suite, arch) if re.fullmatch(name.format(arch), p['Package'])]
        def age_and_size(p): return [int(n) for n in re.findall(r"\d+", p["Version"])], int(p["Size"])
        yield suite, arch, max(found, key=age_and_size)


def fetched(package):
    "The folder with a package's files."
    url, digest = package['url'], package['SHA256']
    folder = CACHE/digest[:12]
    if not folder.exists():
        data = urllib.request.urlopen(url).read()
        assert hashlib.sha256(data).hexdigest() == digest, f'{url} is not what its index says'
        with tempfile.TemporaryDirectory(dir=make(CACHE)) as d:
            Path(d, 'deb').write_bytes(data)
            subprocess.run(['dpkg-deb', '-x', 'deb', 'all'], cwd=d, check=True)
            shutil.rmtree(Path(d, 'all', 'lib', 'modules'), ignore_errors=True)
            Path(d, 'all').rename(folder)
    return folder


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def needed_libraries(files):
    "What programs and libraries are linked with."
    out = subprocess.run(['ldd', *files], capture_output=True, text=True).stdout
    return {Path(p) for p in re.findall(r'(/\S+\.so\S*) \(', out)}


def own_python(root):
    "Put the Python that runs this below `root`; the folder of its libraries."
    base, lib = Path(sys.base_prefix), root/'usr/python/lib'/Path(sysconfig.get_paths()['stdlib']).name
    shutil.copytree(sysconfig.get_paths()['stdlib'], lib, ignore=shutil.ignore_patterns(*UNUSED), symlinks=True)
    make(root/'usr/python/bin'), make(lib/'site-packages')
    python = shutil.copy(os.path.realpath(base/'bin'/f'python{sys.version_info[0]}'), root/'usr/python/bin/python3')
    seccomp = subprocess.run(['ldconfig', '-p'], capture_output=True, text=True).stdout
    seccomp = Path(re.search(r'libseccomp\.so\.2 .*x86-64.* => (\S+)', seccomp)[1])
    programs = [python, '/sbin/ldconfig', '/bin/cat', seccomp, *lib.rglob('*.so')]
    for path in needed_libraries(map(str, programs)) | {seccomp, Path('/sbin/ldconfig'), Path('/bin/cat')}:
        shutil.copy(path, make(root/f'{path.parent}'[1:])/path.name)
    return lib/'site-packages'


def debians_python(root, arch):
    "Put Debian's Python below `root`; the folder of its libraries."
    packages = {p['Package']: p for p in index(DEBIAN, 'bookworm', arch)}
    for name in 'bin', 'lib', 'sbin':
        make(root/'usr'/name)
        (root/name).symlink_to(f'usr/{name}')
    for name in OF_DEBIAN:
        for top in fetched(packages[name]).iterdir():
            at = root/'usr'/top.name if (root/top.name).is_symlink() else root/top.name
            shutil.copytree(top, at, symlinks=True, dirs_exist_ok=True)
    make(root/'usr/python/bin')
    (root/'usr/python/bin/python3').symlink_to('/usr/bin/python3.11')
    return make(root/'usr/lib/python3/dist-packages')


def root_in_memory(root, arch):
    "Write the files that the guest has, below `root`."
    site = Path(sysconfig.get_paths()['purelib'])
    libraries = own_python(root) if arch == 'amd64' else debians_python(root, arch)
    for name in PACKAGES:
        copy = shutil.copytree if (site/name).is_dir() else shutil.copy
        copy(site/name, libraries/name)
    shutil.copytree(CHECKOUT/'cm203', libraries/'cm203', ignore=shutil.ignore_patterns('__pycache__'))
    make(root/'tests')
    for name in 'test_confine.py', 'confined.py': shutil.copy(CHECKOUT/'tests/grading'/name, root/'tests')
    shutil.copy(HERE/'init.py', root/'init')
    (root/'init').chmod(0o755)
    if arch == 'amd64':
        compiling = '-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash'
        subprocess.run([sys.executable, *compiling, libraries.parent])
    for name in 'dev', 'proc', 'sys', 'tmp', 'new', 'etc', 'root': make(root/name)
    return root


def packed(root, to):
    "An archive that a kernel unpacks when it starts."
    names = '\0'.join(str(p.relative_to(root)) for p in sorted(root.rglob('*')))
    command = 'cpio', '-0oH', 'newc', '--quiet', '-R', '0:0'
    with open(to, 'wb') as f: subprocess.run(command, input=names.encode(), cwd=root, stdout=f, check=True)


def boot(arch, kernel, memory):
    "What the guest says. Its processor is emulated: that takes minutes, and is the same everywhere."
    program, *machine, console = MACHINES[arch]
    command = [program, '-accel', 'tcg', *machine, '-m', '2048', '-nographic', '-no-reboot', '-kernel', kernel,
               '-initrd', memory, '-append', f'console={console} quiet panic=-1 rdinit=/init']
    return subprocess.run(command, capture_output=True, text=True, errors='replace', timeout=1800,
                          stdin=subprocess.DEVNULL).stdout


def main(*versions):
    failed = 0
    with tempfile.TemporaryDirectory() as d:
        for suite, arch, package in kernels():
            version, memory = package['Version'], Path(d)/f'{arch}.cpio'
            if versions and not f'{version} {arch}'.startswith(versions) and arch not in versions: continue
            if not memory.exists(): packed(root_in_memory(make(Path(d)/arch), arch), memory)
            folder = fetched(package)
            kernel = [*folder.glob('boot/vmlinuz-*'), *folder.glob('usr/lib/modules/*/vmlinuz')][0]
            said = boot(arch, kernel, memory)
            lines = re.findall(r'^GUEST (.*?)\r?$', said, re.M)
            good = 'end' in lines and not any('failed' in line or 'error' in line for line in lines)
            failed += not good
            verdict = 'as it should' if good else 'WRONG'
            print(f'{suite} {version} {arch}: {verdict}', *lines[:-1], sep='\n    ', flush=True)
            if not good: print(said[-6000:])
    return failed


if __name__ == '__main__': sys.exit(main(*sys.argv[1:]))
