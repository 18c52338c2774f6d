"""Mean IoU after equal time of training, and pictures per second: the lecture's U-Net and DeepLabv3+ beside those of
segmentation_models_pytorch (with its MobileNetV2 encoder), same start of the weights, data and recipe.

The data are `get_data('camvid')`: set CM203_DATA for the real ones. Without `--weights` every network starts from
random numbers; with them, a state dict of torchvision's `mobilenet_v2`, every network that has such an encoder starts
from it. The
lecture's U-Net has none.
"""
import time
from functools import partial

import segmentation_models_pytorch as smp
import torch
from camvid import OneCycleByTime, loaders
from fastai.vision.all import Learner, OptimWrapper, set_seed
from fastcore.script import call_parse
from torchvision.models import mobilenet_v2

from cm203.data import get_data
from cm203.labs.segmentation import DeepLabV3Plus, UNet
from cm203.losses import SegmentationLoss
from cm203.metrics import ConfusionMatrix
from cm203.train import fast


def theirs(cls, n, weights):
    "A network of segmentation_models_pytorch with a MobileNetV2 encoder"
    net = cls('mobilenet_v2', encoder_weights=None, classes=n)
    if weights: net.encoder.load_state_dict(dict(weights))  # it takes the classifier out of the dictionary
    return net


def deeplab(n, weights):
    encoder = mobilenet_v2(weights=None)
    if weights: encoder.load_state_dict(weights)
    return DeepLabV3Plus(n, encoder)


networks = {'unet': lambda n, weights: UNet(n), 'smp-unet': partial(theirs, smp.Unet),
            'deeplabv3+': deeplab, 'smp-deeplabv3+': partial(theirs, smp.DeepLabV3Plus)}


def pictures_per_second(net, x, repeats=5):
    "Forward passes in eval mode, after one that warms up"
    with torch.no_grad():
        net.eval()(x)
        t = time.perf_counter()
        for _ in range(repeats): net(x)
    return repeats*len(x)/(time.perf_counter() - t)


@call_parse
def main(
    minutes:float=1, # Of training, each
    names:str=','.join(networks), # Networks, with commas
    weights:str='',  # File with a MobileNetV2 state dict; '' for random numbers
    lr:float=2e-3,   # Highest learning rate
    bs:int=8,        # Batch size
    seed:int=0,      # Of weights, shuffling and augmentation
    threads:int=2,   # For PyTorch
):
    torch.set_num_threads(threads)
    path = get_data('camvid')
    codes, drawn = (path/'codes.txt').read_text().split(), 'standin' in path.parts
    void = codes.index('Unlabelled') if 'Unlabelled' in codes else None
    n = len(codes) - (void is not None)
    start = None
    if weights: start = {k: v.float() if v.is_floating_point() else v for k, v in torch.load(weights).items()}
    print(f'{minutes} minutes each, {"given" if start else "random"} weights of the encoders')
    for name in names.split(','):
        set_seed(seed)
        dls = loaders(path, (96, 128) if drawn else (352, 480), bs, void)  # theirs need multiples of 32
        for _ in dls.train_ds: pass
        net = networks[name](n, start)
        matrix, cycle = ConfusionMatrix(n, void), OneCycleByTime(60*minutes, lr)
        learn = fast(Learner(dls, net, SegmentationLoss(-100 if void is None else void), cbs=matrix,
                             opt_func=partial(OptimWrapper, opt=torch.optim.AdamW, fused=True)))
        with learn.no_bar(), learn.no_logging():
            learn.fit(10_000, lr, cbs=cycle)
            learn.validate()
        speed = pictures_per_second(net, dls.valid.one_batch()[0])
        print(f'{name:15} mean IoU {matrix.mean_iou():.3f}, mean Dice {matrix.mean_dice():.3f}, pixel accuracy '
              f'{matrix.pixel_accuracy():.3f}; {cycle.steps*bs/60/minutes:5.1f} pictures per second in training, '
              f'{speed:5.1f} after; {sum(p.numel() for p in net.parameters())/1e6:.1f} million weights', flush=True)
