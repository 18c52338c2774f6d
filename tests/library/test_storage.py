"""Stores that are cut short, changed, foreign, written twice at once, interrupted, killed, or on a full disk."""
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tracemalloc

import h5py
import numpy as np
import pytest

from cm203.storage import (
    HDF5Storage,
    MemmapStorage,
    RawStorage,
    Storage,
    StorageError,
    storage_class,
    storage_hdf5,
    storage_memmap,
    storage_raw,
)

formats = pytest.mark.parametrize('cls', [HDF5Storage, MemmapStorage, RawStorage], ids=lambda c: c.kind)
N, SIDE = 10, 32
rng = np.random.default_rng(203)
XS = rng.integers(0, 256, (N, SIDE, SIDE, 3), np.uint8)
YS = rng.choice(np.array([0, 1, 2, 255], np.uint8), (N, SIDE, SIDE))


def pair(i): return XS[i % N], YS[i % N]


@pytest.fixture
def config(tmp_path):
    (tmp_path/'test.txt').write_text('a list')
    (tmp_path/'photo.jpg').write_text('a source')
    return dict(annotation_file=str(tmp_path/'test.txt'), target_shape=(SIDE, SIDE), chunk_size=4, dataset_size=N,
                sources=[tmp_path/'photo.jpg'])


def files(store):
    "The files that `store` consists of, at most two of each folder."
    for p in store.final.values(): yield from sorted(p.iterdir())[:2] if p.is_dir() else [p]


def assert_right(store):
    for i, (x, y) in enumerate(store):
        assert (x.mode, y.mode) == ('RGB', 'L')
        assert (np.asarray(y) == pair(i)[1]).all(), f'mask {i}'
        if store.kind != 'raw': assert (np.asarray(x) == pair(i)[0]).all(), f'picture {i}'
    assert i + 1 == len(store) == store.dataset_size


def sendable(config): return dict(config, sources=list(map(str, config['sources'])))


def run(code, *args):
    "A process with `code` and the names of this module."
    return subprocess.Popen([sys.executable, '-c', f'from test_storage import *\n{code}', *map(str, args)], text=True,
                            cwd=os.path.dirname(__file__), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_names_of_the_lab():
    names = storage_class, storage_hdf5, storage_memmap, storage_raw
    assert names == (Storage, HDF5Storage, MemmapStorage, RawStorage)


@formats
def test_last_chunk_is_cut_and_a_second_run_replaces_the_first(cls, config):
    before = dict(config)
    assert_right(cls(config).fill(pair))
    store = cls(config | dict(dataset_size=6))
    store.append(XS[:4], YS[:4])
    store.append(XS[4:8], YS[4:8])  # two rows too many
    store.lock()
    assert (len(store), config) == (6, before)
    assert_right(cls.open(config | dict(dataset_size=6)))
    assert [p.name for p in store.final['manifest.json'].parent.parent.glob('.*.part')] == []


def test_plain_libraries_can_read_the_files(config, tmp_path):
    for cls in (HDF5Storage, MemmapStorage): cls(config).fill(pair)
    with h5py.File(tmp_path/'test.h5') as f: assert (f['input'][:] == XS).all() and (f['target'][:] == YS).all()
    assert (np.load(tmp_path/'test'/'input.npy', mmap_mode='r') == XS).all()


@formats
def test_reading_needs_lock_and_lock_needs_all_pairs(cls, config):
    with cls(config) as store:
        store.append(XS[:4], YS[:4])
        with pytest.raises(AttributeError, match='lock()'): store[0]
        with pytest.raises(StorageError, match='4 of 10'): store.lock()
        for x, y in [(XS[4:8], YS[4:7]), (XS[4:8].astype(int), YS[4:8]), (XS[4:8, :16], YS[4:8]), (XS[4], YS[4])]:
            with pytest.raises(ValueError, match='expected uint8'): store.append(x, y)
    with pytest.raises(StorageError, match='half-written'): cls.open(config)
    with pytest.raises(StorageError, match='not open for writing'): store.append(XS[4:8], YS[4:8])
    with pytest.raises(IndexError): cls(config).fill(pair)[N]


@formats
def test_an_interrupted_writing_goes_on(cls, config):
    asked = []
    def interrupted(i):
        asked.append(i)
        if i == 6 and asked.count(6) == 1: raise KeyboardInterrupt
        return pair(i)

    with pytest.raises(KeyboardInterrupt): cls(config).fill(interrupted)
    assert_right(cls(config).fill(interrupted))
    assert asked == [*range(7), *range(4, 10)]


@formats
def test_a_killed_writing_goes_on_and_what_is_damaged_is_written_again(cls, config):
    done = run('c = eval(sys.argv[2])\ncls = globals()[sys.argv[1]]\n'
               'cls(c).fill(lambda i: pair(i) if i < 9 else os.kill(os.getpid(), signal.SIGKILL))',
               cls.__name__, sendable(config))
    assert done.wait() == -signal.SIGKILL, done.stderr.read()
    with cls(config) as store:
        assert store.done == 8
        damaged = next(p for p in store.work.rglob('*') if p.name in ('data.h5', 'input.npy', 'input5.jpg'))
    data = bytearray(damaged.read_bytes())
    at = data.find(XS[5].tobytes()[:64])
    data[max(at, 0)] ^= 1
    damaged.write_bytes(data)
    store = cls(config)
    assert store.done == 5
    assert_right(store.fill(pair))


@formats
def test_other_sources_begin_anew(cls, config, tmp_path):
    with cls(config) as store: store.append(XS[:4], YS[:4])
    (tmp_path/'photo.jpg').write_text('another photograph')
    with cls(config) as store: assert store.done == 0
    store = cls(config).fill(pair)
    (tmp_path/'photo.jpg').write_text('a third one')
    with pytest.raises(StorageError, match='sources_sha256'): cls.open(config)
    assert_right(cls.open({k: v for k, v in config.items() if k != 'sources'}))


@formats
def test_a_changed_byte_is_never_read(cls, config):
    store = cls(config).fill(pair)
    for file in files(store):
        good = file.read_bytes()
        for at in sorted({0, 1, 9, 100, len(good)//3, len(good)//2, len(good) - 1}):
            if at >= len(good): continue
            file.write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1:])
            try:
                with cls.open(config) as again:
                    again.verify()
                    assert_right(again)  # the byte is not part of what is read, as unused space in HDF5
                assert cls is HDF5Storage and file.suffix == '.h5', f'byte {at} of {file.name} went unnoticed'
            except StorageError: pass
        file.write_bytes(good)
    assert_right(cls.open(config))


@formats
def test_a_changed_pair_is_found_at_its_first_reading(cls, config):
    store = cls(config).fill(pair)
    file = next(p for p in files(store) if p.suffix != '.png')
    file = file.with_name('input3.jpg') if cls is RawStorage else file
    data = bytearray(file.read_bytes())
    data[data.find(XS[3].tobytes()[:64]) if cls is not RawStorage else 500] ^= 1
    file.write_bytes(data)
    store = cls.open(config)
    store[2]
    with pytest.raises(StorageError, match='pair 3'): store[3]
    with pytest.raises(StorageError, match='pair 3'): store[3]


@formats
def test_a_store_that_was_cut_short_is_refused(cls, config):
    store = cls(config).fill(pair)
    for file in files(store):
        good = file.read_bytes()
        for n in (len(good) - 1, len(good)//2, 0):
            file.write_bytes(good[:n])
            with pytest.raises(StorageError): cls.open(config).verify()
        file.unlink()
        with pytest.raises(StorageError): cls.open(config)
        file.write_bytes(good)
    assert_right(cls.open(config))


@formats
def test_foreign_stores_are_refused(cls, config, tmp_path):
    store = cls(config).fill(pair)
    for other in (dict(target_shape=(16, 16)), dict(dataset_size=9)):
        with pytest.raises(StorageError, match='another store'): cls.open(config | other)
    manifest = store.final['manifest.json']
    good = manifest.read_text()
    for bad in ('', '[]', '{"format": "mine"}', good.replace('"count": 10', '"count": 5')):
        manifest.write_text(bad)
        with pytest.raises(StorageError, match='manifest'): cls.open(config)
    manifest.write_text(good)
    (tmp_path/'test.txt').write_text('another list')
    with pytest.raises(StorageError, match='annotation_sha256'): cls.open(config)
    (tmp_path/'none.txt').write_text('')
    with pytest.raises(StorageError, match='no manifest'): cls.open(config | dict(annotation_file=tmp_path/'none.txt'))
    with pytest.raises(StorageError, match='.txt'): cls.open(config | dict(annotation_file=tmp_path/'none.csv'))


def test_a_manifest_of_another_format_is_refused(config):
    a, b = MemmapStorage(config).fill(pair), RawStorage(config).fill(pair)
    shutil.copy(a.final['manifest.json'], b.final['manifest.json'])
    with pytest.raises(StorageError, match='kind is memmap'): RawStorage.open(config)


@formats
def test_two_processes_cannot_write_at_once(cls, config):
    cls(config).fill(pair)
    code = ('with globals()[sys.argv[1]](eval(sys.argv[2])) as s:\n'
            '    s.append(XS[:4], YS[:4])\n    print("has it", flush=True)\n    signal.pause()')
    other = run(code, cls.__name__, sendable(config))
    assert other.stdout.readline() == 'has it\n', other.stderr.read()
    with pytest.raises(StorageError, match='another process'): cls(config)
    assert_right(cls.open(config))  # the finished store can be read while its successor is being written
    other.kill()
    other.wait()
    store = cls(config)
    assert store.done == 4
    assert_right(store.fill(pair))


full_disk = '''
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),)*2)
try: globals()[sys.argv[1]](eval(sys.argv[2])).fill(pair)
except StorageError as e: print(e)
'''


@formats
def test_a_full_disk_loses_nothing(cls, config):
    "A limit on the size of files stands for the disk; the noisy pictures of `pair` make JPEGs of 2 to 4 KB."
    assert_right(cls(config).fill(pair))
    limit = {'hdf5': 25_000, 'memmap': 25_000, 'raw': 2500}[cls.kind]
    out, err = run(full_disk, cls.__name__, sendable(config), limit).communicate()
    assert 'writing failed after' in out and 'File too large' in out and 'These pairs are kept' in out, out + err
    assert_right(cls.open(config))
    if cls is MemmapStorage:
        with cls(config) as store: assert store.done == 8
    assert_right(cls(config).fill(pair))


def load(loader): return [y.tolist() for _, y in loader]


class Dataset:
    def __init__(self, store): self.store = store
    def __len__(self): return len(self.store)
    def __getitem__(self, i): return i, np.asarray(self.store[i][1])


@formats
@pytest.mark.parametrize('context', ['fork', 'spawn'])
def test_workers_and_several_readers_share_a_store(cls, config, context):
    from torch.utils.data import DataLoader
    store, other = cls(config).fill(pair), cls.open(config)
    store[0], other[1]
    got = load(DataLoader(Dataset(store), 3, num_workers=2, multiprocessing_context=context))
    assert np.array_equal(np.concatenate(got), YS)
    assert_right(store)
    assert_right(other)
    assert_right(pickle.loads(pickle.dumps(store)))


@formats
def test_memory_does_not_grow_with_the_number_of_pairs(cls, config):
    def peak(n):
        tracemalloc.start()
        with cls(config | dict(dataset_size=n, chunk_size=50)) as store:
            for start in range(0, n, 50): store.append(*map(np.stack, zip(*map(pair, range(start, start + 50)))))
            most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        shutil.rmtree(store.work)
        return most

    peak(100)
    assert (peak(600) - peak(100))/500 < 100, 'bytes per pair'


def test_the_manifest_says_what_the_store_is(config):
    manifest = json.loads(HDF5Storage(config).fill(pair).final['manifest.json'].read_text())
    assert [manifest[k] for k in ('kind', 'count', 'shape', 'dtype')] == ['hdf5', N, [32, 32], 'uint8']
    assert len(manifest['sources_sha256']) == len(manifest['sha256']) == 64 and len(manifest['checksums']) == 16*N
