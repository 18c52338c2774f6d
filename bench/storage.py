"""How fast the three formats are read, how much memory they take, and whether writing needs more of it for more pairs.

1. milliseconds per pair, in the order of the indices and shuffled, with a cold cache (the operating system is asked to
   forget the files, and every checksum is compared) and a warm one (the files were just read);
2. peak memory of a process that reads a whole store: all of it, and without the pages that a map shares with the cache;
3. peak memory of writing more and more small pairs, its slope, and what follows for 100 000.

The pairs come from `get_data('pets')`, resized, again and again. Every measurement has a process of its own.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from fastcore.script import call_parse

from cm203.storage import HDF5Storage, MemmapStorage, RawStorage

formats = {c.kind: c for c in (RawStorage, HDF5Storage, MemmapStorage)}


def store_files(store):
    "All files that `store` consists of"
    for p in store.final.values(): yield from p.iterdir() if p.is_dir() else [p]


def forget(store):
    "Ask the operating system to drop the store from its cache"
    store.close()  # pages that are mapped cannot be dropped
    for file in store_files(store):
        fd = os.open(file, os.O_RDONLY)
        os.fsync(fd)
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(fd)


def read(kind, config, cold, shuffled, rounds=3):
    "Milliseconds per pair, one number per round"
    store, times = formats[kind].open(config), []
    order = np.random.default_rng(0).permutation(len(store)) if shuffled else range(len(store))
    if not cold:
        for i in order: store[i]
    for _ in range(rounds):
        if cold:
            forget(store)
            store = formats[kind].open(config)
        start = perf_counter()
        for i in order: store[i]
        times.append(1000*(perf_counter() - start)/len(store))
    return times


def status(*keys):
    "MiB that the process has, from /proc"
    lines = dict(l.split(':', 1) for l in Path('/proc/self/status').read_text().splitlines())
    return [int(lines[k].split()[0])/1024 for k in keys]


def memory(kind, config):
    "MiB that reading a whole store adds: at its peak, and of that what is not shared with the cache"
    store, (base, before) = formats[kind].open(config), status('VmRSS', 'RssAnon')
    for i in range(len(store)): store[i]
    return [status('VmHWM')[0] - base, status('RssAnon')[0] - before]


def write(kind, config):
    "MiB at the peak of writing"
    pairs = np.random.default_rng(0).integers(0, 256, (50, *config['target_shape'], 3), np.uint8)
    formats[kind](config).fill(lambda i: (pairs[i % 50], pairs[i % 50, ..., 0]))
    return status('VmHWM')[0]  # not ru_maxrss, which the parent's memory counts for


def apart(name, *args):
    "The result of function `name` in a process of its own"
    job = json.dumps([name, *args], default=str)
    out = subprocess.run([sys.executable, __file__, '--job', job], capture_output=True, text=True)
    if out.returncode: raise RuntimeError(out.stderr)
    return json.loads(out.stdout.splitlines()[-1])


def prepare(folder, n, side):
    "The three stores of `n` pairs"
    from cm203.data import get_data
    from cm203.labs.pspnet import resize
    from cm203.pets import open_pair, pets_lists, read_annotations, species_mask
    lists = pets_lists(get_data('pets'), folder)
    items = read_annotations(lists | dict(annotation_file=folder/'trainval.txt'))
    opened = [(open_pair(o), o.label) for o in items]
    pairs = [(resize(x, (side, side)), species_mask(resize(y, (side, side)), label)) for (x, y), label in opened]
    config = dict(annotation_file=str(folder/'trainval.txt'), target_shape=(side, side), chunk_size=256, dataset_size=n)
    for cls in formats.values():
        start = perf_counter()
        store = cls(config).fill(lambda i: pairs[i % len(pairs)])
        size = sum(p.stat().st_size for p in store_files(store))
        print(f'{cls.kind}: {n} pairs written in {perf_counter() - start:.1f} s, {size/2**20:.0f} MiB', flush=True)
    return config


def figure(table, file):
    "Bars of `table`, (cache, order) → format → ms"
    import matplotlib.pyplot as plt
    fig, ax = plt.subplots(figsize=(8, 4), layout='constrained')
    for k, ((cache, order), row) in enumerate(table.items()):
        bars = ax.bar([i + .21*(k - 1.5) for i in range(3)], row.values(), .2, label=f'{cache} cache, {order}')
        ax.bar_label(bars, fmt='%.2g', fontsize=8)
    ax.set(xticks=range(3), xticklabels=row, ylabel='milliseconds per pair', yscale='log')
    ax.margins(y=.1)
    ax.legend(frameon=False, loc='upper left', bbox_to_anchor=(1, 1))
    fig.savefig(file, dpi=100)


@call_parse
def main(
    n:int=1000,     # Pairs to read
    side:int=256,   # Of each picture, in pixels
    small:int=16,   # Side of the pairs that are only written
    fig:str='',     # File for the figure
    job:str='',     # For the processes that this one starts
):
    if job:
        name, *args = json.loads(job)
        return print(f'\n{json.dumps(globals()[name](*args))}')  # below the progress bar
    with tempfile.TemporaryDirectory() as d:
        config, table = prepare(Path(d), n, side), {}
        for cache in ('cold', 'warm'):
            for order in ('in order', 'shuffled'):
                row = {k: median(apart('read', k, config, cache == 'cold', order == 'shuffled')) for k in formats}
                table[cache, order] = row
                print(f'{cache} cache, {order:9}: ' + ', '.join(f'{k} {t:.3f} ms' for k, t in row.items())
                      + f'; memmap is {row["raw"]/row["memmap"]:.1f} times raw', flush=True)
        for k in formats:
            peak, private = apart('memory', k, config)
            print(f'{k}: reading all adds {peak:.1f} MiB at the peak, {private:.1f} MiB of them its own', flush=True)
        if fig: figure(table, fig)
        for k in formats:
            counts, peaks = (2000, 4000, 8000), []
            for m in counts: peaks.append(apart('write', k, config | dict(dataset_size=m, target_shape=(small, small))))
            slope, start = np.polyfit(counts, peaks, 1)
            print(f'{k}: writing {counts} pairs peaks at {", ".join(f"{p:.1f}" for p in peaks)} MiB, '
                  f'{slope*2**20:.0f} bytes a pair; 100 000 would take {start + 1e5*slope:.0f} MiB', flush=True)
