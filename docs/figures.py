"""Draws the figures of the home page that need the library, on stand-in data: `python docs/figures.py`."""
import os
import re
import sys
import tempfile
import warnings
from pathlib import Path

os.environ.update(CM203_OFFLINE='1', CM203_DATA='')
warnings.simplefilter('ignore')
ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT/'nbs'/'images'
sys.path.insert(0, str(ROOT/'bench'))

import albumentations as A
import matplotlib.pyplot as plt
import numpy as np
import torch
from camvid import Small, loaders
from fastai.vision.all import Image, Learner, PILImage, PILMask, set_seed
from fastcore.script import call_parse
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch
from rich.console import Console

from cm203.augment import JointTransform
from cm203.core import write_atomically
from cm203.course.demo import grade_bundled
from cm203.course.settings import course_labs
from cm203.data import get_data, mask_path
from cm203.grading.report import class_table
from cm203.losses import SegmentationLoss
from cm203.metrics import ConfusionMatrix
from cm203.train import fast, set_bn_momentum, show_classes

COLORS = ListedColormap(plt.get_cmap('tab20').colors)


def few(masks, codes):
    "The masks with the classes that occur numbered from 0, so that each has its own colour; their 20 names."
    found = np.unique(np.concatenate([np.unique(m) for m in masks]))
    return [np.searchsorted(found, np.asarray(m)) for m in masks], [codes[i] for i in found] + ['']*(20 - len(found))


def save(fig, name):
    "Write a figure as a PNG of 128 colours."
    fig.savefig(IMAGES/name, dpi=80, facecolor='white')
    plt.close(fig)
    Image.open(IMAGES/name).convert('RGB').quantize(128, dither=Image.Dither.NONE).save(IMAGES/name, optimize=True)
    print(name, (IMAGES/name).stat().st_size//1024, 'KB')


def pairs(path, codes):
    "A picture and its mask, as they are and after the same random changes to both."
    file = sorted((path/'images').glob('*.png'))[3]
    pair = PILImage.create(file), PILMask.create(mask_path(file))
    augment = JointTransform(A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=1),
                             A.RandomRain(p=0.4, blur_value=1),
                             A.Affine(scale=(1.1, 1.6), rotate=(-12, 12), p=1))
    set_seed(4)
    shown = [('drawn', pair), *(('augmented', augment(pair, split_idx=0)) for _ in range(3))]
    fig, axs = plt.subplots(2, 4, figsize=(11, 4.4), layout='constrained')
    masks, names = few([mask for _, (_, mask) in shown], codes)
    for (title, (img, _)), mask, (top, below) in zip(shown, masks, axs.T):
        show_classes(img, mask, names, ax=top, cmap=COLORS, alpha=0, legend=False, title=title)
        show_classes(img, mask, names, ax=below, cmap=COLORS, alpha=1, legend=False)
    save(fig, 'pairs.png')


def trained(path, codes, epochs):
    "A small network with the library's pyramid, trained from scratch, and its course."
    set_seed(0)
    dls = loaders(path, (96, 128), 8, None)
    net, matrix = Small(len(codes), None), ConfusionMatrix(len(codes))
    set_bn_momentum(net)
    learn = fast(Learner(dls, net, SegmentationLoss(-100), cbs=matrix, metrics=matrix.metrics))
    learn.recorder.smooth_loss.beta = 0.8  # fastai's 0.98 is still at the first epochs when this training ends
    with learn.no_bar(), learn.no_logging(): learn.fit_one_cycle(epochs, 4e-3)
    return learn


def curve(learn):
    "Loss and mean IoU over the epochs."
    steps, values = len(learn.dls.train), np.array(learn.recorder.values)
    names = learn.recorder.metric_names[1:-1]
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.2), layout='constrained')
    left.plot(np.arange(len(learn.recorder.losses))/steps, learn.recorder.losses, label='training')
    left.plot(np.arange(len(values)) + 1, values[:, names.index('valid_loss')], label='validation')
    left.set(xlabel='epoch', ylabel='cross-entropy (nats per pixel)', yscale='log')
    left.set_yticks([.2, .5, 1, 2], ['0.2', '0.5', '1', '2'])
    left.minorticks_off()
    left.legend(frameon=False)
    for name, label in dict(pixel_accuracy='pixel accuracy', mean_iou='mean IoU').items():
        right.plot(np.arange(len(values)) + 1, values[:, names.index(name)], label=label)
    right.set(xlabel='epoch', ylabel='validation', ylim=(0, 1))
    right.legend(frameon=False)
    save(fig, 'curve.png')


def overlay(learn, path, codes):
    "A validation picture, its true classes and the network's."
    file = sorted(learn.dls.valid_ds.items)[0]
    x = learn.dls.test_dl([file]).one_batch()[0]
    with torch.no_grad(): pred = learn.model.eval()(x).argmax(1)[0].cpu().numpy().astype(np.uint8)
    img, truth = PILImage.create(file), np.array(PILMask.create(mask_path(file)))
    pred = np.array(Image.fromarray(pred).resize(img.size, Image.Resampling.NEAREST))
    fig, axs = plt.subplots(1, 3, figsize=(11, 3.4), layout='constrained')
    (truth, pred), names = few([truth, pred], codes)
    for ax, mask, alpha, title in zip(axs, (truth, truth, pred), (0, .8, .8), ('picture', 'truth', 'network')):
        show_classes(img, mask, names, ax=ax, cmap=COLORS, alpha=alpha, legend=False, title=title)
    fig.legend(handles=[Patch(fc=COLORS(i), label=name) for i, name in enumerate(names) if name],
               loc='outside lower center', ncols=7, frameon=False)
    save(fig, 'overlay.png')


def grades():
    "The table that `cm203 grade` shows for the bundled submissions of the CNN lab."
    lab = next(o for o in course_labs() if o.name == 'cnn')
    with tempfile.TemporaryDirectory() as d: results, _ = grade_bundled(lab, lab.path, Path(d))
    console = Console(record=True, width=150, file=open(os.devnull, 'w'))
    console.print(class_table(results, ''))
    svg = console.export_svg(title='cm203 grade dist/grader/10_lab_cnn.ipynb submissions', unique_id='cm203')
    write_atomically(IMAGES/'grades.svg', re.sub(r'@font-face \{.*?\}', '', svg, flags=re.S))


@call_parse
def main(epochs:int=30):  # Of the small network's training
    torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', 2)))
    path = get_data('camvid')
    codes = (path/'codes.txt').read_text().split()
    grades()
    pairs(path, codes)
    learn = trained(path, codes, epochs)
    curve(learn)
    overlay(learn, path, codes)
