"Losses against PyTorch, SciPy and segmentation_models_pytorch, and against the course's own metrics."
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from fastai.vision.all import DataBlock, ImageBlock, IndexSplitter, Learner, MaskBlock, PILImage, PILMask, nn
from scipy import ndimage

from cm203.losses import BoundaryLoss, CompoundLoss, DiceLoss, FocalLoss, JaccardLoss, SegmentationLoss
from cm203.metrics import ConfusionMatrix


@pytest.mark.parametrize('shape', [(2, 5, 7, 9), (6, 5)])
@pytest.mark.parametrize('void', [0., .3])
def test_loss(shape, void):
    torch.manual_seed(0)
    logits = torch.randn(shape, requires_grad=True)
    labels = torch.randint(5, (shape[0], *shape[2:]))
    labels[torch.rand(labels.shape) < void] = 255
    ours, theirs = SegmentationLoss(255)(logits, labels), F.cross_entropy(logits, labels, ignore_index=255)
    torch.testing.assert_close(ours, theirs)
    torch.testing.assert_close(*(torch.autograd.grad(l, logits)[0] for l in (ours, theirs)))


LOSSES = SegmentationLoss, FocalLoss, JaccardLoss, DiceLoss, BoundaryLoss


def scores_and_labels(mode, n=4, void=0., size=(12, 9), dtype=torch.float32):
    "Logits (2, n, 12, 9) and labels of `mode`, a share `void` of them 255"
    torch.manual_seed(0)
    n = 1 if mode == 'binary' else n
    shape = (2, *size) if mode == 'multiclass' else (2, n, *size)
    labels = torch.randint(n if mode == 'multiclass' else 2, shape)
    labels[torch.rand(shape) < void] = 255
    return (2*torch.randn(2, n, *size, dtype=dtype)).requires_grad_(), labels


# What segmentation_models_pytorch defines otherwise is left out: its FocalLoss has a sigmoid for each class in
# multiclass mode and fails if single labels are ignored, and SoftBCEWithLogitsLoss takes the mean over ignored pixels
# too.
MODES = 'binary', 'multilabel', 'multiclass'
SAME = [(name, mode, from_logits, void)
        for name, modes in dict(JaccardLoss=MODES, DiceLoss=MODES, FocalLoss=MODES[:2],
                                SoftBCEWithLogitsLoss=MODES[:2]).items()
        for mode in modes for from_logits in (True, False) for void in (0., .3)
        if not (name == 'FocalLoss' and mode == 'multilabel' and void)
        if not (name == 'SoftBCEWithLogitsLoss' and (void or not from_logits))]


@pytest.mark.parametrize('name, mode, from_logits, void', SAME)
def test_losses_of_segmentation_models_pytorch(name, mode, from_logits, void):
    losses = pytest.importorskip('segmentation_models_pytorch').losses
    logits, labels = scores_and_labels(mode, void=void)
    x = logits if from_logits else (logits.softmax(1) if mode == 'multiclass' else logits.sigmoid())
    if name == 'SoftBCEWithLogitsLoss': ours, theirs = SegmentationLoss(mode=mode), losses.SoftBCEWithLogitsLoss()
    else:
        ours = globals()[name](mode=mode, ignore_index=255, from_logits=from_logits)
        theirs = getattr(losses, name)(mode, ignore_index=255 if void else None, from_logits=from_logits)
    a, b = ours(x, labels), theirs(x, labels.float() if name == 'SoftBCEWithLogitsLoss' else labels)
    torch.testing.assert_close(a, b, rtol=1e-5, atol=1e-6)
    grads = [torch.autograd.grad(l, logits, retain_graph=True)[0] for l in (a, b)]
    torch.testing.assert_close(*grads, rtol=1e-4, atol=1e-7)


def test_softmax_focal_loss():
    functional = pytest.importorskip('segmentation_models_pytorch').losses._functional
    logits, labels = scores_and_labels('multiclass')
    theirs = functional.softmax_focal_loss_with_logits(logits, labels, 3.)
    torch.testing.assert_close(FocalLoss(3.)(logits, labels), theirs)


@pytest.mark.parametrize('mode', ['binary', 'multilabel', 'multiclass'])
@pytest.mark.parametrize('cls', [JaccardLoss, DiceLoss])
def test_region_losses_are_the_metrics_of_hard_predictions(cls, mode):
    "On zeros and ones a region loss is 1 - the mean of the metric."
    logits, labels = scores_and_labels(mode, void=.3)
    n = logits.shape[1]
    hard = F.one_hot(logits.argmax(1), n).movedim(-1, 1) if mode == 'multiclass' else (logits > 0).long()
    cm = ConfusionMatrix(n, 255, mode)
    cm.update(hard.argmax(1) if mode == 'multiclass' else hard, labels)
    score = cm.mean_iou() if cls is JaccardLoss else cm.mean_dice()
    loss = cls(mode=mode, ignore_index=255, from_logits=False)(hard.float(), labels)
    assert loss.item() == pytest.approx(1 - score, abs=1e-6)


@pytest.mark.parametrize('radius, extra', [(1, 4.), (3, 1.)])
def test_boundary_loss_by_scipy(radius, extra):
    logits, labels = scores_and_labels('multiclass', size=(20, 17))
    labels = labels//2
    window = dict(size=(1, 2*radius + 1, 2*radius + 1), mode='nearest')
    near = ndimage.maximum_filter(labels.numpy(), **window) != ndimage.minimum_filter(labels.numpy(), **window)
    w = torch.from_numpy(1 + extra*near)
    ce = F.cross_entropy(logits, labels, reduction='none')
    torch.testing.assert_close(BoundaryLoss(radius, extra)(logits, labels).double(), (w*ce).sum()/w.sum())


@pytest.mark.parametrize('mode', ['binary', 'multilabel', 'multiclass'])
@pytest.mark.parametrize('cls', LOSSES)
@pytest.mark.parametrize('from_logits', [True, False])
def test_gradients(cls, mode, from_logits):
    logits, labels = scores_and_labels(mode, n=3, void=.2, size=(4, 5), dtype=torch.double)
    x = logits if from_logits else (logits.sigmoid()*.9 + .05).detach().requires_grad_()
    loss = cls(mode=mode, ignore_index=255, from_logits=from_logits)
    assert torch.autograd.gradcheck(lambda x: loss(x, labels), x)
    ignored = (labels == 255).unsqueeze(1) if mode == 'multiclass' else labels == 255
    grad = torch.autograd.grad(loss(x, labels), x)[0]
    assert (grad[ignored.expand_as(grad)] == 0).all(), 'pixels that do not count must not move anything'
    assert (grad[~ignored.expand_as(grad)] != 0).any()


@pytest.mark.parametrize('mode', ['binary', 'multilabel', 'multiclass'])
@pytest.mark.parametrize('cls', LOSSES)
def test_half_precision(cls, mode):
    "300 × 300 pixels: their sum overflows float16."
    logits, labels = scores_and_labels(mode, size=(300, 300))
    half, loss = logits.detach().half().requires_grad_(), cls(mode=mode)
    with torch.autocast('cpu', torch.bfloat16): l = loss(half, labels)
    assert l.dtype == torch.float32
    torch.testing.assert_close(l, loss(half.float(), labels))
    assert torch.autograd.grad(l, half)[0].isfinite().all()


@pytest.mark.parametrize('mode', ['binary', 'multilabel', 'multiclass'])
@pytest.mark.parametrize('cls', LOSSES)
def test_nothing_that_counts(cls, mode):
    logits, labels = scores_and_labels(mode)
    loss = cls(mode=mode, ignore_index=255)(logits, torch.full_like(labels, 255))
    assert loss == 0 and (torch.autograd.grad(loss, logits)[0] == 0).all()


@pytest.mark.parametrize('cls', [JaccardLoss, DiceLoss])
def test_absent_classes_add_nothing(cls):
    logits, labels = scores_and_labels('multiclass', n=4)
    labels = labels % 2
    p = logits.softmax(1)
    only = cls(mode='multilabel', from_logits=False)(p[:, :2], F.one_hot(labels, 2).movedim(-1, 1))
    torch.testing.assert_close(cls()(logits, labels), only*2/4)


@pytest.mark.parametrize('cls', LOSSES)
@pytest.mark.parametrize('pred, targ, args, error, message', [
    ((2, 3, 4, 5), (2, 4, 4), {}, ValueError, r'\(2, 3, 4, 5\) and labels \(2, 4, 4\)'),
    ((2, 3, 4, 5), (2, 4, 5), dict(mode='multilabel'), ValueError, r'needs labels \(2, 3, 4, 5\)'),
    ((2, 1, 4, 5), (3, 4, 5), dict(mode='binary'), ValueError, r'\(2, 1, 4, 5\) and labels \(3, 1, 4, 5\)'),
    ((2, 3, 4, 5), (2, 3, 4, 5), dict(mode='binary'), ValueError, '3 channel'),
    ((2, 1, 4, 5), (2, 4, 5), {}, ValueError, "goes with 'binary'"),
    ((2, 3, 4, 5), 3, {}, ValueError, 'label 3 in multiclass'),
    ((2, 3, 4, 5), -1, {}, ValueError, 'label -1 in multiclass'),
    ((2, 1, 4, 5), 2, dict(mode='binary'), ValueError, 'label 2 in binary'),
    ((2, 1, 4, 5), .5, dict(mode='binary'), ValueError, 'label 0.5 in binary'),
    ((2, 3, 4, 5), 0., {}, TypeError, 'labels are torch.float32'),
    ((2, 3, 4, 5), 0, dict(from_logits=False), ValueError, 'from_logits=True')])
def test_bad_loss_input(cls, pred, targ, args, error, message):
    torch.manual_seed(0)
    pred = 3*torch.randn(pred)
    targ = torch.zeros(targ, dtype=int) if isinstance(targ, tuple) else torch.full((2, 4, 5), targ)
    with pytest.raises(error, match=message): cls(**args)(pred, targ)


def test_bad_loss_dtype_and_mode():
    classes = torch.zeros(2, 3, 4, 5, dtype=int)
    with pytest.raises(TypeError, match='torch.int64'): SegmentationLoss()(classes, classes[:, 0])
    with pytest.raises(ValueError, match="'many'"): SegmentationLoss(mode='many')


@pytest.mark.parametrize('loss, n', [
    pytest.param(SegmentationLoss(), 2, id='multiclass'),
    pytest.param(CompoundLoss(JaccardLoss(mode='binary'), FocalLoss(mode='binary')), 1, id='compound binary'),
    pytest.param(BoundaryLoss(), 2, id='boundary'), pytest.param(DiceLoss(mode='binary'), 1, id='binary dice')])
def test_in_a_learner(loss, n):
    "Trains, validates with metrics, gives probabilities and classes, shows results."
    masks = [np.kron(np.eye(2, dtype=np.uint8)[::1 if i % 2 else -1], np.ones((8, 8), np.uint8)) for i in range(8)]
    block = DataBlock(
        (ImageBlock, MaskBlock(['no', 'yes'])), get_items=lambda _: range(8), splitter=IndexSplitter([0, 1, 2]),
        get_x=lambda i: PILImage.create(np.stack([masks[i]*200]*3, -1)), get_y=lambda i: PILMask.create(masks[i]))
    torch.manual_seed(0)
    dls = block.dataloaders('.', bs=3, num_workers=0)
    cm = ConfusionMatrix(n, mode='binary' if n == 1 else 'multiclass')
    learn = Learner(dls, nn.Conv2d(3, n, 1), loss, cbs=cm, metrics=cm.metrics)
    with learn.no_bar(), learn.no_logging():
        learn.fit(40, 0.1)
        _, miou, dice, acc = learn.validate()
        probs, targets, classes = learn.get_preds(with_decoded=True)
        learn.show_results()
    assert miou == dice == acc == 1
    assert probs.shape == (3, n, 16, 16) and probs.min() >= 0 and probs.max() <= 1
    assert classes.shape == (3, 16, 16) and torch.equal(classes, targets.as_subclass(torch.Tensor).long())
