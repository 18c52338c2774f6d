"""Accuracy and time of the CNN lab's own training, on the data set that `CM203_DATA` or the stand-in gives.

`--weights` names a state dict of torchvision's resnet18 to start from; tensors that it lacks stay random.
"""
import math
import time
from pathlib import Path

import matplotlib
import torch
from fastcore.script import call_parse
from torchvision.models import resnet18

from cm203.all import *
from cm203.labs.cnn import *


def start_weights(path):
    "A random state dict, with what the file at `path` holds on top; and how many tensors that was."
    own = resnet18().state_dict()
    given = torch.load(path, weights_only=True) if path else {}
    given = {k: v.float() if v.is_floating_point() else v for k, v in given.items()}
    return own | {k: v for k, v in given.items() if k in own and v.shape == own[k].shape}, len(given)


def loaders(base_path, bs):
    normalize = Normalize.from_stats(*imagenet_stats, cuda=device.type == 'cuda')
    item_tfms, floats = [Resize(192, method='squish'), ToTensor()], [IntToFloatTensor(), normalize]
    def block(splitter, tfms):
        return ImageClassDataBlock(get_image_files, splitter, path_to_pil_img, parent_label, item_tfms, tfms)
    train = block(GrandparentSplitter(train_name='train', valid_name='valid'), floats + aug_transforms())
    train = train.dataloaders(base_path, bs=bs)
    return train, block(FuncSplitter(lambda o: True), floats).dataloaders(base_path/'test', bs=bs)


def accuracy(model, dl):
    model.eval()
    with torch.no_grad(): hits = [(model(X).argmax(1) == Y.argmax(1)).float() for X, Y in dl]
    return torch.cat(hits).mean().item()


@call_parse
def main(
    weights:str='',  # State dict to start from
    epochs:int=1,    # Of the second phase
    bs:int=8,        # Pictures a batch
    seed:int=19,     # Of everything
    figure:str='',   # Where to save the loss curve
):
    matplotlib.use('agg')
    seed_everything(seed)
    base_path = get_data('cats_vs_dogs2')
    dls, test = loaders(base_path, bs)
    model, (sd, n) = ResNet18(), start_weights(weights)
    transfer_weights_new_dim(model, sd, 2)
    model.to(device)
    t = time.time()
    history = fine_tune(model, dls, epochs)
    secs = time.time() - t
    print(f'{base_path}: {len(dls.train.list_items)} pictures, {n} tensors of pretrained weights, '
          f'1+{epochs} epochs in {secs:.0f} s; '
          f'accuracy: valid {accuracy(model, dls.valid):.3f}, test {accuracy(model, test.valid):.3f}')
    if figure:
        plt.plot(sum((train for train, _ in history), []), lw=1)
        plt.axhline(math.log(2), ls='--', color='gray')
        plt.gca().set(xlabel='Batches', ylabel='Entropia Cruzada (nats)', ylim=(0, None), title=Path(base_path).name)
        plt.savefig(figure, dpi=90)
