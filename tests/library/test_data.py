"Downloads from loopback servers, hostile archives, stand-ins drawn by two processes at once, weights."
import gzip
import hashlib
import io
import os
import stat
import subprocess
import sys
import tarfile
import zipfile
from configparser import ConfigParser
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from pkgutil import resolve_name
from threading import Thread
from types import SimpleNamespace

import pytest
import torch
from fastai.vision.all import L, nn
from torchvision.models._api import Weights, WeightsEnum

from cm203 import data
from cm203.core import settings
from cm203.data import DataError, get_data, load_weights, unpack


class Mirror:
    "A loopback HTTP server of the bytes `body`, which records the Range header of each request"
    def __init__(self, body, ranges=True, cut=None, status=200):
        self.body, self.ranges, self.cut, self.status, self.seen = body, ranges, cut, status, []
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self): mirror.serve(self)
            def log_message(self, *args): pass

        self.server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f'http://127.0.0.1:{self.server.server_port}'

    def serve(self, h):
        asked = h.headers.get('Range')
        self.seen.append(asked)
        start = int(asked.removeprefix('bytes=').rstrip('-')) if asked and self.ranges else 0
        if start >= len(self.body): return h.send_error(416)
        h.send_response(206 if start else self.status)
        if start: h.send_header('Content-Range', f'bytes {start}-{len(self.body) - 1}/{len(self.body)}')
        h.send_header('Content-Length', str(len(self.body) - start))
        h.end_headers()
        h.wfile.write(self.body[start:self.cut])
        self.cut = None  # only the first transfer breaks

    def __enter__(self): return self
    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()


def zipped(**files):
    f = io.BytesIO()
    with zipfile.ZipFile(f, 'w') as z:
        for name, text in files.items(): z.writestr(name, text)
    return f.getvalue()


def tar(*members):
    "A tar file of `members`: (name, text) pairs or ready-made TarInfos"
    f = io.BytesIO()
    with tarfile.open(fileobj=f, mode='w') as t:
        for m in members:
            if isinstance(m, tarfile.TarInfo): t.addfile(m)
            else:
                info = tarfile.TarInfo(m[0])
                info.size = len(m[1])
                t.addfile(info, io.BytesIO(m[1].encode()))
    return f.getvalue()


def tgz(*members, tail=b''): return gzip.compress(tar(*members) + tail)


def linked(name, target, kind=tarfile.SYMTYPE):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


good = zipped(**{'pets/train/cat.txt': 'meow'*50_000, 'pets/pets': 'a file of the same name as its folder'})


@pytest.fixture
def cache(tmp_path, monkeypatch):
    "An empty cache, with the network allowed, and no memory of failures"
    monkeypatch.setenv('CM203_CACHE', str(tmp_path/'cache'))
    for o in ('CM203_OFFLINE', 'CM203_DATA'): monkeypatch.delenv(o, raising=False)
    monkeypatch.setattr(data, '_failed', set())
    return tmp_path/'cache'


def draw_one_file(folder): (folder/'drawn.txt').write_text('a cat')


@pytest.fixture
def course(monkeypatch):
    "A function that makes `pets` the one data set of the course, with a stand-in that is one small file"
    def set_course(*mirrors, sha256='', archive='pets.zip', standin=f'{__name__}:draw_one_file 1', **more):
        cfg = ConfigParser(interpolation=None)
        urls = '\n'.join(m.url for m in mirrors)
        cfg['data.pets'] = dict(aliases='animals', archive=archive, sha256=sha256, mirrors=urls,
                                standin=standin, **more)
        monkeypatch.setattr(data, 'settings', lambda: cfg)
    return set_course


def in_cache(cache): return {str(p.relative_to(cache)) for p in cache.rglob('*') if p.is_file() and p.suffix != '.lock'}

real = {'data/pets/train/cat.txt', 'data/pets/pets'}
drawn = {'standin/pets-1/drawn.txt'}


@pytest.mark.parametrize('ranges', [True, False])
def test_a_broken_transfer_goes_on_where_it_stopped(cache, course, capsys, ranges):
    with Mirror(good, ranges, cut=70_000) as m:
        course(m, sha256=hashlib.sha256(good).hexdigest())
        assert get_data('pets') == cache/'standin'/'pets-1'
        part, = (p for p in in_cache(cache) if p.endswith('.part'))
        have = (cache/part).stat().st_size
        assert have == 65_536, 'whole blocks of 64 KiB are kept'
        assert get_data('animals') == cache/'data'/'pets'
        assert m.seen == [None, f'bytes={have}-']
        get_data('pets')
        assert len(m.seen) == 2, 'what is in the cache must not be fetched again'
    assert in_cache(cache) == real | drawn
    assert (cache/'data'/'pets'/'train'/'cat.txt').read_text() == 'meow'*50_000
    assert 'STAND-IN' in capsys.readouterr().out


def test_several_archives_make_one_data_set(cache, course, capsys):
    two = Mirror(good), Mirror(tar(('masks/cat.txt', 'meow')))
    with two[0] as a, two[1] as b:
        course(SimpleNamespace(url=f'{a.url} {b.url}'), archive='pets.zip masks.tar')
        assert get_data('pets') == cache/'data'/'pets'
    assert in_cache(cache) == {'data/pets/pets/train/cat.txt', 'data/pets/pets/pets', 'data/pets/masks/cat.txt'}
    hashes = ' '.join(hashlib.sha256(m.body).hexdigest() for m in two)
    assert f'sha256 = {hashes}' in capsys.readouterr().out


def test_the_folder_of_an_archive_may_stay(cache, course):
    with Mirror(tar(('VOCdevkit/cat.txt', 'meow'))) as m:
        course(m, archive='pets.tar', lift='no')
        get_data('pets')
    assert in_cache(cache) == {'data/pets/VOCdevkit/cat.txt'}


def test_a_part_longer_than_the_file_starts_again(cache, course):
    with Mirror(good) as m:
        course(m)
        part = cache/'data'/f'pets.zip.{hashlib.sha256(m.url.encode()).hexdigest()[:8]}.part'
        part.parent.mkdir(parents=True)
        part.write_bytes(b'x'*(len(good) + 5))
        assert get_data('pets') == cache/'data'/'pets'
        assert m.seen == [f'bytes={len(good) + 5}-', None]
    assert in_cache(cache) == real


def test_the_second_mirror_helps_and_the_hash_is_reported(cache, course, capsys):
    with Mirror(b'gone', status=404) as gone, Mirror(good) as m:
        course(gone, m)
        assert get_data('pets') == cache/'data'/'pets'
    out = capsys.readouterr().out
    assert '404' in out and f'sha256 = {hashlib.sha256(good).hexdigest()}' in out
    assert in_cache(cache) == real


def test_a_wrong_hash_is_refused(cache, course, capsys):
    with Mirror(good) as m:
        course(m, sha256='0'*64)
        assert get_data('pets') == cache/'standin'/'pets-1'
    out = capsys.readouterr().out
    assert '0'*64 in out and hashlib.sha256(good).hexdigest() in out
    assert in_cache(cache) == drawn


def zip_link():
    f, info = io.BytesIO(), zipfile.ZipInfo('pets/link')
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(f, 'w') as z: z.writestr(info, '/etc/passwd')
    return f.getvalue()


def flipped(archive, at):
    return archive[:at] + bytes([archive[at] ^ 255]) + archive[at + 1:]

cat = ('pets/cat.txt', 'meow'*1000)
hostile = {
    'a log-in page': (b'<html>please log in</html>', 'damaged'),
    'an empty zip': (zipped(), 'empty'),
    'a truncated zip': (good[:len(good)//2], 'damaged'),
    'a damaged member': (flipped(good, 1000), 'damaged'),
    'zip ..': (zipped(**{'pets/cat': 'meow', '../evil': 'hiss'}), 'outside'),
    'zip .. with backslashes': (zipped(**{'pets\\..\\..\\evil': 'hiss'}), 'outside'),
    'zip absolute': (zipped(**{'/tmp/evil': 'hiss'}), 'outside'),
    'zip drive': (zipped(**{'C:/evil': 'hiss'}), 'outside'),
    'zip symlink': (zip_link(), 'link'),
    'a truncated tar': (tar(cat)[:700], 'damaged'),
    'a truncated tgz': (tgz(cat)[:-20], 'damaged'),
    'a tgz without its checksum': (tgz(cat)[:-8], 'damaged'),
    'a tgz with a wrong checksum': (flipped(tgz(cat), -6), 'damaged'),
    'tgz ..': (tgz(cat, ('pets/../../evil', 'hiss')), 'outside'),
    'tgz absolute': (tgz(cat, ('/tmp/evil', 'hiss')), 'outside'),
    'tgz symlink': (tgz(cat, linked('pets/link', '/etc')), 'link'),
    'tgz symlink inside': (tgz(cat, linked('pets/link', 'cat.txt')), 'link'),
    'tgz hard link': (tgz(cat, linked('pets/link', '../../x', tarfile.LNKTYPE)), 'link'),
    'tgz device': (tgz(linked('pets/null', '', tarfile.CHRTYPE)), 'link or a device'),
}


@pytest.mark.parametrize('what', hostile)
def test_hostile_archives_leave_no_trace(what, cache, course, capsys):
    body, why = hostile[what]
    with Mirror(body) as m:
        course(m, archive=next((f'pets.{o}' for o in ('tgz', 'tar') if o in what), 'pets.zip'))
        assert get_data('pets') == cache/'standin'/'pets-1'
        assert get_data('pets') == cache/'standin'/'pets-1'
        assert len(m.seen) == 1, 'a mirror that failed must not be asked again'
    assert why in capsys.readouterr().out
    assert in_cache(cache) == drawn
    assert not (cache.parent/'evil').exists() and not Path('/tmp/evil').exists()
    assert not [p for p in cache.rglob('*') if p.name.startswith('.pets-')]


bombs = {
    'size.zip': (zipped(**{f'pets/{i}': '0'*400 for i in range(3)}), 'more than 1000 bytes'),
    'number.zip': (zipped(**{f'pets/{i}': '' for i in range(9)}), 'more than 5 members'),
    'size.tgz': (tgz(*((f'pets/{i}', '0'*400) for i in range(3))), 'more than 1000 bytes'),
    'number.tgz': (tgz(*((f'pets/{i}', '') for i in range(9))), 'more than 5 members'),
    'tail.tgz': (tgz(('pets/1', '0'*400), tail=bytes(1 << 22)), 'no end'),
}


@pytest.mark.parametrize('name', bombs)
def test_bombs(name, tmp_path):
    (tmp_path/name).write_bytes(bombs[name][0])
    (tmp_path/'out').mkdir()
    with pytest.raises(DataError, match=bombs[name][1]):
        unpack(tmp_path/name, tmp_path/'out', max_members=5, max_bytes=1000)
    assert sum(p.stat().st_size for p in (tmp_path/'out').rglob('*') if p.is_file()) <= 1000


def test_an_interrupt_leaves_the_archive_and_no_half_of_a_folder(cache, course, monkeypatch):
    with Mirror(good) as m:
        course(m)
        with monkeypatch.context() as mp:
            def interrupt(*args): raise KeyboardInterrupt
            mp.setattr(data, 'lift_folder', interrupt)
            with pytest.raises(KeyboardInterrupt): get_data('pets')
        assert in_cache(cache) == {'data/pets.zip'}
        assert get_data('pets') == cache/'data'/'pets'
        assert len(m.seen) == 1, 'the archive was complete'
    assert in_cache(cache) == real


def test_offline_asks_nobody(cache, course, monkeypatch):
    monkeypatch.setenv('CM203_OFFLINE', '1')
    with Mirror(good) as m:
        course(m)
        assert get_data('pets') == cache/'standin'/'pets-1'
        assert m.seen == []


@pytest.mark.parametrize('name', [o for o in settings() if o.startswith('data.')])
def test_every_data_set_has_a_stand_in(name):
    draw, version = settings()[name]['standin'].split()
    assert callable(resolve_name(draw)) and version.isdigit()


def test_without_a_stand_in_the_error_says_so(cache, course, monkeypatch):
    monkeypatch.setenv('CM203_OFFLINE', '1')
    course(standin='')
    with pytest.raises(DataError, match='pets could not be fetched, and there is no stand-in'): get_data('pets')


def test_two_processes_draw_one_stand_in(cache):
    code = 'from cm203.data import get_data; print(get_data("camvid"))'
    env = {**os.environ, 'CM203_OFFLINE': '1'}
    call = partial(subprocess.Popen, [sys.executable, '-c', code], env=env, stdout=subprocess.PIPE, text=True)
    both = [call(), call()]
    outs = [p.communicate()[0].splitlines()[-1] for p in both]
    assert [p.returncode for p in both] == [0, 0] and set(outs) == {str(cache/'standin'/'camvid-1')}
    assert [p.name for p in (cache/'standin').iterdir()] == ['camvid-1']
    assert len(list((cache/'standin'/'camvid-1'/'labels').iterdir())) == 8*18


class Net(nn.Sequential):
    "A small network with batch norm, built as torchvision's are"
    def __init__(self, weights=None): super().__init__(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))


def enum_at(url):
    class NetWeights(WeightsEnum): V1 = Weights(url=url, transforms=partial(L), meta={})
    return NetWeights.V1


def test_weights_from_the_network_then_the_cache_then_chance(cache, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv('TORCH_HOME', str(tmp_path))
    f, net = io.BytesIO(), Net()
    torch.save(net.state_dict(), f)
    name = f'net-{hashlib.sha256(f.getvalue()).hexdigest()[:8]}.pth'
    with Mirror(f.getvalue()) as m:
        wrong = enum_at(f'{m.url}/net-00000000.pth')
        for _ in range(2): assert not torch.equal(load_weights(wrong, Net)['0.weight'], net[0].weight)
        assert len(m.seen) == 1 and capsys.readouterr().out.count('RANDOM') == 2
        weights = enum_at(f'{m.url}/{name}')
        monkeypatch.setenv('CM203_OFFLINE', '1')
        assert not torch.equal(load_weights(weights, Net)['0.weight'], net[0].weight)
        assert len(m.seen) == 1, 'offline, nobody is asked'
        monkeypatch.setenv('CM203_OFFLINE', '0')
        assert torch.equal(load_weights(weights, Net)['0.weight'], net[0].weight)
    monkeypatch.setenv('CM203_OFFLINE', '1')
    assert torch.equal(load_weights(weights, Net)['0.weight'], net[0].weight), 'the cache needs no network'
