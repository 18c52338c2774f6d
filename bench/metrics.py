"""How fast a batch of class maps is counted: the course's confusion matrix, torchmetrics' and the counts of
segmentation_models_pytorch (which only keeps true and false positives and negatives), alternating, in one run.

Two batches: noise, and bands of one class as in a street scene (equal neighbours are slower to count)."""
import time
from statistics import median

import segmentation_models_pytorch as smp
import torch
from fastcore.script import call_parse
from torchmetrics.classification import MulticlassConfusionMatrix

from cm203.metrics import ConfusionMatrix


def batches(bs, height, width, n, void):
    "Predictions and labels, a tenth of them void: noise, and horizontal bands with a tenth of the predictions wrong"
    g, size = torch.Generator().manual_seed(0), (bs, height, width)
    draw = lambda: torch.randint(n, size, generator=g)
    share = lambda: torch.rand(size, generator=g) < 0.1
    bands = (torch.arange(height)*n//height)[None, :, None].expand(size)
    yield 'noise', draw(), draw().masked_fill(share(), void)
    yield 'bands', torch.where(share(), draw(), bands), bands.masked_fill(share(), void)


def seconds(f):
    t = time.perf_counter()
    f()
    return time.perf_counter() - t


@call_parse
def main(
    bs:int=16,      # Pictures
    height:int=360, # Of the pictures
    width:int=480,  # Of the pictures
    n:int=32,       # Classes
    void:int=255,   # Label that does not count
    repeats:int=15, # Of each, after one that warms up
    threads:int=2,  # For PyTorch
):
    torch.set_num_threads(threads)
    print(f'{bs}×{height}×{width} pixels, {n} classes, ignoring {void}: '
          f'median ms of {repeats} alternating repeats (fastest)')
    for name, pred, targ in batches(bs, height, width, n, void):
        ours, theirs = ConfusionMatrix(n, void), MulticlassConfusionMatrix(n, ignore_index=void, validate_args=False)
        count = dict(
            cm203=lambda: ours.update(pred, targ),
            torchmetrics=lambda: theirs.update(pred, targ),
            smp=lambda: smp.metrics.get_stats(pred, targ, mode='multiclass', ignore_index=void, num_classes=n))
        times = {k: [] for k in count}
        for _ in range(repeats + 1):
            for k, f in count.items(): times[k].append(seconds(f))
        if not torch.equal(ours.counts, theirs.compute()): raise SystemExit(f'{name}: the tables differ')
        ms = {k: (1e3*median(t[1:]), 1e3*min(t[1:])) for k, t in times.items()}
        print(f'{name}: ' + ', '.join(f'{k} {a:.1f} ({b:.1f})' for k, (a, b) in ms.items()), flush=True)
