"""The FCN lab's four-way comparison at equal time of training: skip connection or not, pretrained or not.

`--data voc` reads masks of VOC (`get_data('voc')`, with its lists), `--data coco` those of COCO, turned into VOC's
classes (three of four pictures train, the fourth tests). Set CM203_DATA for the real ones. The classes are the lab's:
background, car, person; only pictures with two of them in the middle count.

"Pretrained" are ImageNet's weights if they are in PyTorch's hub cache or can be downloaded. If not, they are the
benchmark's own: it trains a classifier first, on labels that say what is to be seen, and says so.
"""
import math
import time

import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from fastcore.script import call_parse
from PIL import Image
from torchvision.models import AlexNet_Weights, VGG16_Weights, alexnet, vgg16
from torchvision.transforms.functional import center_crop, normalize

from cm203.core import seed_everything
from cm203.data import get_data
from cm203.labs import fcn
from cm203.voc_coco import coco_instances, coco_mask, coco_to_voc, palette_mask, voc_labels, voc_names, voc_pairs

networks = dict(alexnet=(fcn.FCN_AlexNet, alexnet, AlexNet_Weights.DEFAULT),
                vgg16=(fcn.FCN_VGG16, vgg16, VGG16_Weights.DEFAULT))


def pairs(data, path):
    "(training, test) lists of (picture file, VOC mask)"
    if data == 'voc': return [[(p, palette_mask(m)) for p, m in voc_pairs(path, s)] for s in ('train', 'val')]
    coco = coco_instances(path)
    classes, pictures = coco_to_voc(coco), sorted(coco.imgs.items())
    items = [(path/'val2017'/o['file_name'], coco_mask(coco, i, classes)) for i, o in pictures]
    return [o for k, o in enumerate(items) if k % 4], items[::4]


def sparse(data, path, train):
    "Pictures with labels (20,) that say what is to be seen: VOC's lists, or COCO's masks and the cats and dogs"
    if data == 'voc': return list(voc_labels(path/'VOCdevkit'/'VOC2012', 'train').items())
    seen = [(p, np.isin(range(1, 21), m).astype(np.float32)) for p, m in train]
    pets = sorted((get_data('cats_vs_dogs2')/'train').rglob('*.jpg'))
    return seen + [(p, (np.array(voc_names[1:]) == p.parent.name).astype(np.float32)) for p in pets]


def read(file, size):
    "A picture, its shorter side `size` pixels, uint8 (3, H, W)"
    img = Image.open(file).convert('RGB')
    k = size/min(img.size)
    img = img.resize([max(size, round(o*k)) for o in img.size], Image.Resampling.BILINEAR)
    return torch.from_numpy(np.array(img)).permute(2, 0, 1)


def prepared(items, size):
    "(picture, labels 0, 1, 2, 255) of the items that show two classes in the middle, their shorter side `size` pixels"
    res = []
    for file, mask in items:
        x = read(file, size)
        mask = Image.fromarray(mask).resize(x.shape[:0:-1], Image.Resampling.NEAREST)
        y = fcn.VOCTarTransform().to_sequential_labels(torch.from_numpy(np.array(mask)))
        if np.isin(fcn.valid_classes, center_crop(y[None], size)).sum() >= 2: res.append((x, y))
    return res


def normed(x): return normalize(x.float()/255, fcn.imagenet_mean, fcn.imagenet_std)


class Crops:
    "Endless training batches: random crops of `size`, mirrored by chance"
    def __init__(self, items, size, bs): self.items, self.size, self.bs = items, size, bs

    def one(self, x, y):
        i, j = (int(torch.randint(n - self.size + 1, ())) for n in x.shape[1:])
        cut = slice(i, i + self.size), slice(j, j + self.size)
        x, y = x[(slice(None), *cut)], y[cut] if y.ndim == 2 else y
        return (x.flip(-1), y.flip(-1) if y.ndim == 2 else y) if torch.rand(()) < .5 else (x, y)

    def __iter__(self):
        while True:
            for k in torch.randperm(len(self.items)).split(self.bs):
                if len(k) == 1: continue
                xs, ys = zip(*(self.one(*self.items[i]) for i in k))
                yield normed(torch.stack(xs)), torch.stack(ys)


class Epoch:
    "So many batches of `crops` as an epoch has"
    def __init__(self, crops): self.crops, self.n = crops, max(len(crops.items)//crops.bs, 1)
    def __len__(self): return self.n
    def __iter__(self): return (b for b, _ in zip(self.crops, range(self.n)))


def train(net, opt, batches, seconds):
    "Train for so long, the learning rates of all groups rising for a tenth of it and then falling; the number of steps"
    rates, start, steps = [g['lr'] for g in opt.param_groups], time.perf_counter(), 0
    net.train()
    for x, y in batches:
        t = (time.perf_counter() - start)/seconds
        if t >= 1: return steps
        for g, lr in zip(opt.param_groups, rates): g['lr'] = lr*min(t/.1 + .01, (1 + math.cos(math.pi*t))/2)
        opt.zero_grad()
        F.cross_entropy(net(x), y, ignore_index=255).backward()
        opt.step()
        steps += 1


def test(net, items, size):
    "Loss, intersections and unions in the middle of each picture"
    net.eval()
    losses, sums = [], 0
    for x, y in items:
        x, y = normed(center_crop(x, size))[None], center_crop(y[None], size)
        with torch.no_grad(): out = net(x)
        losses.append(F.cross_entropy(out, y, ignore_index=255).item())
        sums = sums + np.array(fcn.evaluate([out.argmax(1).numpy()], [y.numpy()]))
    return np.mean(losses), sums


def pretrain(model_fn, weights, labelled, size, epochs):
    "Have the pretrained weights ready in the lab; what they are, in words"
    fcn.pretrained_state(model_fn, weights)
    if fcn.have_imagenet(weights): return 'ImageNet'
    labelled = [(read(p, size), torch.from_numpy(y)) for p, y in labelled]
    fcn.feature_weights[model_fn.__name__] = fcn.learn_sparse(model_fn, Epoch(Crops(labelled, size, 16)), epochs, 1e-3)
    return f'own classifier, {epochs} epochs on {len(labelled)} pictures with sparse labels (no ImageNet weights here)'


@call_parse
def main(
    minutes:float=1,     # Of training, each
    data:str='voc',      # voc or coco
    name:str='alexnet',  # alexnet or vgg16
    skip:int=8,          # The skip connection: 8 or 16
    size:int=0,          # Crop; 0: 112 for drawn pictures, 224 for real ones
    lr:float=1e-3,       # Highest learning rate; a tenth of it for pretrained parts
    bs:int=8,            # Batch size
    epochs:int=30,       # Of the own pretraining
    seeds:int=1,         # Repetitions; the table shows the means
):
    make, model_fn, weights = networks[name]
    path = get_data(data)
    size = size or (112 if 'standin' in path.parts else 224)
    train_items, test_items = pairs(data, path)
    seed_everything(0)
    start = time.perf_counter()
    kind = pretrain(model_fn, weights, sparse(data, path, train_items), size, epochs)
    print(f'{name}, {data}, crops of {size}; pretrained: {kind}, {time.perf_counter() - start:.0f} s')
    train_set, test_set = prepared(train_items, size), prepared(test_items, size)
    none = [(np.zeros((1, size, size)), center_crop(y[None], size).numpy()) for _, y in test_set]
    base = fcn.iou(*fcn.evaluate(*zip(*none)))
    print(f'{len(train_set)} pictures to train, {len(test_set)} to test; '
          f'background everywhere: mean IoU {np.nanmean(base):.3f}', flush=True)
    rows = []
    for pretrained in (False, True):
        for s in (False, skip):
            for seed in range(seeds):
                seed_everything(seed)
                net = make(3, pretrained, s)
                steps = train(net, fcn.make_optimizer(net, pretrained, s, lr), Crops(train_set, size, bs), 60*minutes)
                loss, sums = test(net, test_set, size)
                iou, dice = fcn.iou(*sums), fcn.dice(*sums)
                rows.append((pretrained, bool(s), steps, loss, np.nanmean(iou), np.nanmean(dice), *iou))
                print(f'pretrained {pretrained}, skip {s}, seed {seed}: mean IoU {np.nanmean(iou):.3f}', flush=True)
    names = ['pretrained', 'skip', 'steps', 'loss', 'mean IoU', 'mean Dice', 'background', 'car', 'person']
    print(pd.DataFrame(rows, columns=names).groupby(['pretrained', 'skip']).mean().round(3).to_string())
