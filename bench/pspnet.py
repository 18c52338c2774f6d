"""Mean IoU and mean recall of the PSPNet lab's network on the test pictures, trained for a given time with each loss.

The data are `get_data('pets')`: set CM203_DATA for the photographs. The network, its losses, its training and its test
are the lab's. What differs is the recipe: the pretrained encoder is trained along, with smaller steps, and the steps
follow one cycle over the time that there is.
"""
import random
import tempfile
import time
from pathlib import Path

import torch
from fastai.callback.schedule import combined_cos
from fastai.vision.all import set_seed
from fastcore.script import call_parse
from torch import nn
from torch.optim.lr_scheduler import LambdaLR
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.models import MobileNet_V3_Large_Weights, mobilenet_v3_large
from torchvision.transforms import InterpolationMode as IM
from torchvision.transforms import functional as TF

from cm203.data import get_data, load_weights
from cm203.labs import pspnet as lab
from cm203.pets import pets_lists
from cm203.storage import storage_memmap
from cm203.train import save_net, set_bn_momentum


def zoomed(pair, lo=0.6, hi=1.25):
    "Both pictures of `pair` seen from closer or farther; what was outside is black, and ignored"
    img, mask = pair
    side, k = img.size[0], random.uniform(lo, hi)
    new = max(int(side/k), 8)  # side of the piece that is cut out
    i, j = (random.randint(min(0, side - new), max(0, side - new)) for _ in range(2))
    cut = dict(top=i, left=j, height=new, width=new)
    padded = TF.crop(mask.point(lambda v: v + 1 if v < 255 else 255), **cut)  # 0 is now outside
    mask = padded.resize(mask.size, 0).point(lambda v: 255 if v in (0, 255) else v - 1)
    return TF.resize(TF.crop(img, **cut), side, IM.BILINEAR), mask


class Timed:
    "Batches of `loader`, over and over, until `seconds` have passed since the first"
    def __init__(self, loader, seconds): self.loader, self.seconds, self.start = loader, seconds, None

    def __len__(self): return len(self.loader)

    def spent(self): return 0. if self.start is None else min((time.perf_counter() - self.start)/self.seconds, 1.)

    def __iter__(self):
        self.start, self.steps = time.perf_counter(), 0
        while True:
            for xb, yb in self.loader:
                if self.spent() >= 1: return
                self.steps += 1
                yield xb.contiguous(memory_format=torch.channels_last), yb


def network(encoder, loss_fn, metrics, timed, lr, folder):
    "The lab's network with its encoder unfrozen, and one cycle of the learning rate"
    config = dict(num_epochs=1, optimizer=torch.optim.AdamW, optimizer_params={}, loss_fn=loss_fn, scheduler=LambdaLR,
                  scheduler_params=dict(lr_lambda=lambda _: 1.), validate_each_iter=10**9, writer=lab.MemoryWriter(),
                  save_model_path=f'{folder}/net', metric_class=metrics)
    net = lab.PSPNet(encoder, lab.SegmentationHead, 3, config).to(memory_format=torch.channels_last)
    net.encoder.unfreeze()
    set_bn_momentum(net)
    others = [*net.decoder.parameters(), *net.head.parameters()]
    groups = [dict(params=net.encoder.parameters(), lr=lr/5), dict(params=others, lr=lr)]
    net.optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    cycle = combined_cos(0.25, 0.04, 1, 1e-4)
    net.scheduler = LambdaLR(net.optimizer, lambda _: cycle(timed.spent()))
    return net


@call_parse
def main(
    minutes:float=1,  # Of training, for each loss
    losses:str='CrossEntropyLoss,FocalLoss',  # With commas
    weights:str='',   # File with a MobileNetV3-Large state dict; '' asks torchvision
    relu:bool=False,  # Put ReLU for every Hardswish, as weights of the "minimalistic" variant want it
    side:int=256,     # Of the pictures, in pixels
    lr:float=3e-3,    # Highest learning rate; a fifth of it for the encoder
    bs:int=8,         # Batch size
    workers:int=0,    # Processes that load data
    zoom:bool=True,   # Zoom at random, beside the lab's augmentation
    seed:int=0,       # Of weights, shuffling and augmentation
    save:str='',      # Folder for the trained weights
):
    torch.set_num_threads(2)
    encoder, metrics = mobilenet_v3_large(), lab.MetricsCollection(3, 255)
    theirs = MobileNet_V3_Large_Weights.IMAGENET1K_V1
    encoder.load_state_dict(torch.load(weights) if weights else load_weights(theirs, mobilenet_v3_large))
    if relu:
        for m in list(encoder.modules()):
            for name, child in m.named_children():
                if isinstance(child, nn.Hardswish): setattr(m, name, nn.ReLU(inplace=True))
    with tempfile.TemporaryDirectory() as d:
        config = pets_lists(get_data('pets'), Path(d)) | dict(target_shape=(side, side), chunk_size=256)
        train, test = (lab.prepare_dataset(config | dict(annotation_file=Path(d)/o), storage_memmap)
                       for o in ('trainval.txt', 'test.txt'))
        augment = lab.t_dict['augment'].transforms
        tfms = lab.t_dict | dict(augment=T.Compose([*([zoomed] if zoom else []), *augment]))
        test_dl = DataLoader(lab.SegmentationDataset(test, tfms, False), 8)
        for loss in losses.split(','):
            set_seed(seed)
            train_ds = lab.SegmentationDataset(train, tfms, True)
            train_dl = DataLoader(train_ds, bs, shuffle=True, drop_last=True, num_workers=workers)
            timed = Timed(train_dl, 60*minutes)
            net = network(encoder, getattr(metrics, loss), metrics, timed, lr, d)
            net.train_model(timed, test_dl)
            prediction, target = net.test_model(test_dl)
            got = lab.scores(prediction, target)
            print(f'{loss}: {timed.steps} steps of {bs} in {minutes} minutes, {len(train)} pictures; {len(test)} test:',
                  ', '.join(f'{k} {v:.3f}' for k, v in got.items()), flush=True)
            if save: save_net(net, f'{save}/pspnet_{loss}.pth')
    nothing = lab.scores(torch.zeros_like(target), target)
    print('background everywhere:', ', '.join(f'{k} {v:.3f}' for k, v in nothing.items()))
