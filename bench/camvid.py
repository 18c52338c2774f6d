"""Mean IoU after equal time of training: the course's DeepLabV3 and torchvision's, same weights, data and recipe.

The data are `get_data('camvid')`: set CM203_DATA for the real ones (test.txt or valid.txt lists those to judge by). On
the drawn stand-in, whose pictures are too small for a map 16 times smaller, a network of stride 2 is trained from
scratch.
"""
import time

import albumentations as A
import cv2
import torch
from fastai.callback.schedule import combined_cos
from fastai.vision.all import (
    Callback,
    CancelFitException,
    CancelValidException,
    DataBlock,
    F,
    FuncSplitter,
    ImageBlock,
    Learner,
    MaskBlock,
    Normalize,
    OptimWrapper,
    Path,
    Resize,
    get_image_files,
    imagenet_stats,
    nn,
    partial,
    set_seed,
)
from fastcore.script import call_parse
from torchvision.models import MobileNet_V3_Large_Weights, mobilenet_v3_large
from torchvision.models.segmentation import deeplabv3_mobilenet_v3_large

from cm203.augment import JointTransform, SeededDL
from cm203.data import get_data, load_weights, mask_path
from cm203.labs.deeplab import DeepLab
from cm203.layers import ASPP, ConvNormAct, DeepLabHead, dilate
from cm203.losses import SegmentationLoss
from cm203.metrics import ConfusionMatrix
from cm203.train import cached, fast, save_net, set_bn_momentum


def course(n, weights, stride=32):
    "The lab's network with the library's head, at output stride 32 or 16"
    mobilenet = mobilenet_v3_large()
    mobilenet.load_state_dict(weights)
    net = DeepLab(n, mobilenet)
    if stride == 16: dilate(net.encoder[13:])
    net.decoder = DeepLabHead(960, n)
    return net


class Torchvision(nn.Module):
    "torchvision's DeepLabV3 (output stride 16)"
    def __init__(self, n, weights):
        super().__init__()
        self.net = deeplabv3_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=n)
        self.net.backbone.load_state_dict(
            {k.removeprefix('features.'): v for k, v in weights.items() if k.startswith('features.')})

    def forward(self, x): return self.net(x)['out']


class Small(nn.Module):
    "A network of output stride 2 from the library's layers, for small pictures"
    def __init__(self, n, weights, nf=32):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, nf, 3, 2, 1, bias=False), nn.BatchNorm2d(nf), nn.ReLU())
        self.body = nn.Sequential(*(ConvNormAct(nf, nf, dilation=d) for d in (1, 2, 4, 8)),
                                  ASPP(nf, nf, (4, 8, 16), p=0.1))
        self.head = nn.Conv2d(2*nf, n, 1)

    def forward(self, x):
        low = self.stem(x)
        y = self.head(torch.cat([low, self.body(low)], 1))
        return F.interpolate(y, x.shape[-2:], mode='bilinear', align_corners=False)


networks = dict(course32=course, course16=partial(course, stride=16), torchvision=Torchvision, small=Small)


class OneCycleByTime(Callback):
    "One cycle of the learning rate over `seconds` of training, however many steps these are, without validation"
    def __init__(self, seconds, lr): self.seconds, self.sched = seconds, combined_cos(0.25, lr/25, lr, lr/1e4)

    def before_fit(self): self.start, self.steps = time.perf_counter(), 0

    def before_batch(self):
        spent = (time.perf_counter() - self.start)/self.seconds
        if spent >= 1: raise CancelFitException
        self.opt.set_hyper('lr', self.sched(spent))

    def after_batch(self): self.steps += 1

    def before_validate(self): raise CancelValidException


def loaders(path, size, bs, void):
    "Training and test pictures of `path`, decoded once, brought to `size`"
    read = lambda f: {Path(o).stem for o in (path/f).read_text().split()} if (path/f).exists() else set()
    test, unused = read('test.txt') or read('valid.txt'), read('val.txt')
    augment = JointTransform(
        A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=0.5),
        A.Affine(scale=(0.8, 1.6), translate_percent=(-0.1, 0.1), rotate=(-5, 5), p=1,
                 **(dict(border_mode=cv2.BORDER_REFLECT_101) if void is None else dict(fill_mask=void))))
    block = DataBlock(
        [cached(ImageBlock()), cached(MaskBlock((path/'codes.txt').read_text().split()))], get_y=mask_path,
        get_items=lambda p: get_image_files(p/'images').sorted().filter(lambda o: o.stem not in unused),
        splitter=FuncSplitter(lambda o: o.stem in test), item_tfms=[augment, Resize(size, 'squish')],
        batch_tfms=Normalize.from_stats(*imagenet_stats))
    return block.dataloaders(path, bs=bs, num_workers=0, dl_type=SeededDL)


@call_parse
def main(
    minutes:float=1,  # Of training, each
    names:str='',     # Networks, with commas: course32, course16, torchvision, small; '' chooses for the data
    weights:str='',   # File with a MobileNetV3-Large state dict; '' asks torchvision
    lr:float=2e-3,    # Highest learning rate
    bs:int=8,         # Batch size
    seed:int=0,       # Of weights, shuffling and augmentation
    save:str='',      # Folder for the trained weights
):
    torch.set_num_threads(2)
    path = get_data('camvid')
    codes, drawn = (path/'codes.txt').read_text().split(), 'standin' in path.parts
    void = codes.index('Unlabelled') if 'Unlabelled' in codes else None
    n = len(codes) - (void is not None)
    names = names or ('small' if drawn else 'course16,torchvision')
    if weights: start = {k: v.float() if v.is_floating_point() else v for k, v in torch.load(weights).items()}
    elif names != 'small': start = load_weights(MobileNet_V3_Large_Weights.IMAGENET1K_V2, mobilenet_v3_large)
    else: start = None
    for name in names.split(','):
        set_seed(seed)
        dls = loaders(path, (96, 128) if drawn else (360, 480), bs, void)
        for _ in dls.train_ds: pass
        net = networks[name](n, start)
        set_bn_momentum(net)
        matrix, cycle = ConfusionMatrix(n, void), OneCycleByTime(60*minutes, lr)
        learn = fast(Learner(dls, net, SegmentationLoss(-100 if void is None else void), cbs=matrix,
                             opt_func=partial(OptimWrapper, opt=torch.optim.AdamW, fused=True)))
        with learn.no_bar(), learn.no_logging():
            learn.fit(10_000, lr, cbs=cycle)
            learn.validate()
        print(f'{name}: {cycle.steps} steps in {minutes} minutes on {len(dls.train_ds)} pictures; '
              f'on {len(dls.valid_ds)} others mean IoU {matrix.mean_iou():.3f}, '
              f'pixel accuracy {matrix.pixel_accuracy():.3f}', flush=True)
        print('   ' + ', '.join(f'{c} {i:.2f}' for c, i in zip(codes, matrix.iou().tolist()) if i == i), flush=True)
        if save: save_net(net, f'{save}/{name}.pth')
