"""How fast pictures are augmented, how fast the network trains on them, and how long it waits for them.

1. augmented pairs per second and core: the course's loader (decoded pictures kept) beside one that decodes each time;
2. training pictures per second: the course's form beside a plain PyTorch loop over the lab's network, alternating;
3. share of a training step that is spent waiting for data.

The data are `get_data('camvid')`: set CM203_DATA for the real ones.
"""
import time

import albumentations as A
import torch
from fastai.vision.all import (
    Callback,
    DataBlock,
    DataLoader,
    DataLoaders,
    F,
    ImageBlock,
    IndexSplitter,
    Learner,
    MaskBlock,
    Normalize,
    OptimWrapper,
    get_image_files,
    imagenet_stats,
    partial,
)
from fastcore.script import call_parse
from torchvision.models import mobilenet_v3_large

from cm203.augment import JointTransform, SeededDL
from cm203.data import get_data, mask_path
from cm203.labs.deeplab import DeepLab
from cm203.layers import DeepLabHead
from cm203.losses import SegmentationLoss
from cm203.train import cached, fast


def augmentation(h, w):
    "Flip, crop of random scale, light"
    return JointTransform(A.HorizontalFlip(p=0.5), A.RandomResizedCrop((h, w), scale=(0.4, 1), ratio=(1.2, 1.5), p=1),
                          A.RandomBrightnessContrast(p=0.5))


def loaders(path, size, bs, num_workers, keep):
    "Training pictures of `path`, with or without keeping the decoded ones"
    codes = (path/'codes.txt').read_text().split()
    blocks = ImageBlock(), MaskBlock(codes)
    if keep: blocks = [cached(b) for b in blocks]
    block = DataBlock(blocks, get_items=lambda p: get_image_files(p/'images').sorted(), get_y=mask_path,
                      splitter=IndexSplitter([0]), item_tfms=augmentation(*size),
                      batch_tfms=Normalize.from_stats(*imagenet_stats))
    return block.dataloaders(path, bs=bs, val_bs=1, num_workers=num_workers, dl_type=SeededDL, device='cpu')


def pairs_per_second(dl):
    t, n = time.perf_counter(), 0
    for xb, _ in dl: n += len(xb)
    return n/(time.perf_counter() - t)


class Clock(Callback):
    "Seconds of a training epoch, and of these the seconds between the end of a step and the next batch"
    def before_train(self):
        self.waited = 0
        self.start = self.last = time.perf_counter()

    def before_batch(self):
        if self.training: self.waited += time.perf_counter() - self.last

    def after_batch(self): self.last = time.perf_counter()

    def after_train(self): self.all = time.perf_counter() - self.start


def plain_loop(net, opt, ignore_index, batches):
    "Seconds for one pass as PyTorch's tutorials write it"
    t = time.perf_counter()
    net.train()
    for xb, yb in batches:
        opt.zero_grad()
        loss = F.cross_entropy(net(xb), yb, ignore_index=ignore_index)
        loss.backward()
        opt.step()
    return time.perf_counter() - t


@call_parse
def main(
    height:int=360, # Of the crops
    width:int=480,  # Of the crops
    bs:int=8,       # Batch size
    steps:int=6,    # Steps per block
    blocks:int=3,   # Blocks of each form, alternating
):
    torch.set_num_threads(2)
    path, size = get_data('camvid'), (height, width)
    for keep in (False, True):
        dls = loaders(path, size, bs, 0, keep)
        for _ in dls.train_ds: pass
        torch.set_num_threads(1)
        print(f'augmented pairs per second and core, {"decoded once" if keep else "decoded each time"}: '
              f'{pairs_per_second(dls.train):.0f}', flush=True)
    torch.set_num_threads(2)

    codes = (path/'codes.txt').read_text().split()
    loss = SegmentationLoss(codes.index('Unlabelled') if 'Unlabelled' in codes else -100)
    batches = [tuple(o.as_subclass(torch.Tensor) for o in b) for b, _ in zip(dls.train, range(steps))]
    lab, ours = DeepLab(len(codes), mobilenet_v3_large()), DeepLab(len(codes), mobilenet_v3_large())
    ours.decoder = DeepLabHead(960, len(codes))
    opt = torch.optim.AdamW(lab.parameters(), 1e-4)
    dl = DataLoader(batches, bs=None)
    adamw = partial(OptimWrapper, opt=torch.optim.AdamW, fused=True)
    learn = fast(Learner(DataLoaders(dl, DataLoader([], bs=1)), ours, loss, opt_func=adamw))
    clock, times = Clock(), ([], [])
    with learn.no_bar(), learn.no_logging():
        for i in range(blocks + 1):
            times[0].append(plain_loop(lab, opt, loss.ignore_index, batches))
            learn.fit(1, 1e-4, cbs=clock)
            times[1].append(clock.all)
        plain, fastest = (bs*steps/min(t) for t in times)  # the best block: other work on the machine only ever slows
        print(f'training pictures per second: {fastest:.2f}, plain loop {plain:.2f}, {fastest/plain:.2f} times')
        learn.dls = dls
        learn.fit(1, 1e-4, cbs=clock)
    print(f'waiting for data: {clock.waited/clock.all:.1%} of a training step')
