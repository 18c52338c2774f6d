"""Losses against PyTorch and segmentation_models_pytorch, the confusion matrix against that, torchmetrics and
scikit-learn, layers against PyTorch."""
import numpy as np, pytest, torch, torch.nn.functional as F
from fastai.vision.all import DataBlock, ImageBlock, IndexSplitter, Learner, MaskBlock, PILImage, PILMask, nn
from scipy import ndimage
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, jaccard_score

from cm203.layers import AtrousConv2d
from cm203.losses import BoundaryLoss, CompoundLoss, DiceLoss, FocalLoss, JaccardLoss, SegmentationLoss
from cm203.metrics import ConfusionMatrix

# classes, ignore_index, labels to draw from, predictions to draw from
CASES = dict(
    all_classes=(5, None, range(5), range(5)),
    void_outside=(5, 255, [0, 1, 2, 3, 4, 255], range(5)),
    void_negative=(5, -100, [0, 1, 2, 3, 4, -100], range(5)),
    void_is_a_class=(5, 2, range(5), range(5)),
    void_is_a_class_never_predicted=(5, 4, range(5), range(4)),
    class_only_in_labels=(5, None, range(5), [0, 1]),
    class_only_in_predictions=(5, None, [0, 1], range(5)),
    absent_classes=(9, 255, [1, 3, 255], [1, 3]),
    one_class=(3, None, [1], [1]),
    all_wrong=(3, None, [0], [1]),
    many=(150, 255, [*range(0, 150, 7), 255], range(0, 150, 3)),
)


def draw(case, shape, seed=0):
    n, ignore, labels, preds = CASES[case]
    g = torch.Generator().manual_seed(seed)
    pick = lambda values: torch.tensor(list(values))[torch.randint(len(values), shape, generator=g)]
    return n, ignore, pick(preds), pick(labels)


@pytest.mark.parametrize('shape', [(1,), (3, 20, 30), (2, 1, 1)])
@pytest.mark.parametrize('case', CASES)
def test_scikit_learn(case, shape):
    n, ignore, pred, targ = draw(case, shape)
    cm = ConfusionMatrix(n, ignore)
    for p, t in zip(pred, targ): cm.update(p, t)  # batch by batch
    keep = targ != ignore if ignore is not None else torch.ones_like(targ, dtype=bool)
    p, t = pred[keep], targ[keep]
    assert (cm.counts.numpy() == confusion_matrix(t, p, labels=range(n))).all() if len(t) else cm.counts.sum() == 0
    if not len(t): return
    assert cm.pixel_accuracy() == pytest.approx(accuracy_score(t, p))
    present = sorted({*t.tolist(), *p.tolist()} - {ignore})
    if not present: return
    assert cm.mean_iou() == pytest.approx(jaccard_score(t, p, labels=present, average='macro', zero_division=0))
    assert cm.mean_dice() == pytest.approx(f1_score(t, p, labels=present, average='macro', zero_division=0))


@pytest.mark.parametrize('case', CASES)
def test_torchmetrics(case):
    classification = pytest.importorskip('torchmetrics').classification
    n, ignore, pred, targ = draw(case, (4, 20, 30))
    ours, theirs = ConfusionMatrix(n, ignore), classification.MulticlassConfusionMatrix(n, ignore_index=ignore)
    per_class = classification.MulticlassJaccardIndex(n, average='none', ignore_index=ignore)
    mean = classification.MulticlassJaccardIndex(n, average='macro', ignore_index=ignore)
    for p, t in zip(pred.split(2), targ.split(2)):
        for m in (ours, theirs, per_class, mean): m.update(p, t)
    assert torch.equal(ours.counts, theirs.compute())
    has_iou = ~ours.iou().isnan()
    torch.testing.assert_close(ours.iou()[has_iou].float(), per_class.compute()[has_iou])
    assert ours.mean_iou() == pytest.approx(mean.compute().item(), abs=1e-6)


def test_batches_do_not_matter():
    n, ignore, pred, targ = draw('void_outside', (12, 9, 9))
    scores = []
    for bs in (1, 5, 12):
        cm = ConfusionMatrix(n, ignore)
        for p, t in zip(pred.split(bs), targ.split(bs)): cm.update(p, t)
        scores.append((cm.mean_iou(), cm.pixel_accuracy()))
    assert scores[0] == scores[1] == scores[2]


def test_empty():
    cm = ConfusionMatrix(3, 255)
    cm.update(torch.zeros(2, 2, dtype=int), torch.full((2, 2), 255))
    cm.update(torch.zeros(0, dtype=int), torch.zeros(0, dtype=int))
    assert cm.counts.sum() == 0 and cm.mean_iou() != cm.mean_iou() and cm.pixel_accuracy() != cm.pixel_accuracy()


@pytest.mark.parametrize('dtype', [torch.uint8, torch.int16, torch.int64])
def test_dtypes(dtype):
    n, ignore, pred, targ = draw('void_outside', (2, 9, 9))
    a, b = ConfusionMatrix(n, ignore), ConfusionMatrix(n, ignore)
    a.update(pred, targ), b.update(pred.to(dtype), targ.to(dtype))
    assert torch.equal(a.counts, b.counts)


@pytest.mark.parametrize('pred, targ, ignore, message', [
    ([0, 3], [0, 1], None, 'predictions reach from 0 to 3'), ([0, -1], [0, 1], None, 'predictions reach from -1'),
    ([0, 1], [0, 3], None, 'labels reach from 0 to 3'), ([0, 1], [0, 4], 255, 'labels reach from 0 to 4'),
    ([0, 1], [-1, 0], 255, 'labels reach from -1'), ([0], [0, 1], None, 'differ in shape')])
def test_bad_input(pred, targ, ignore, message):
    cm = ConfusionMatrix(3, ignore)
    with pytest.raises(ValueError, match=message): cm.update(torch.tensor(pred), torch.tensor(targ))
    assert cm.counts.sum() == 0, 'a refused batch must not be counted in part'


@pytest.mark.parametrize('shape', [(3,), (3, 20, 30), (2, 300, 300)])
@pytest.mark.parametrize('mode', ['binary', 'multilabel'])
@pytest.mark.parametrize('void', [None, 255])
def test_yes_or_no_torchmetrics(mode, shape, void):
    tm = pytest.importorskip('torchmetrics').classification
    g = torch.Generator().manual_seed(0)
    n = 1 if mode == 'binary' else 4
    size = (shape[0], n, *shape[1:])
    scores, targ = torch.rand(size, generator=g), (torch.rand(size, generator=g) < 0.4).long()
    if void: targ[torch.rand(size, generator=g) < 0.3] = void
    pred = scores > 0.5
    if mode == 'binary': targ = targ[:, 0]
    ours = ConfusionMatrix(n, void, mode)
    ours.update(pred, targ)
    if mode == 'binary':
        args, x, theirs = dict(ignore_index=void), scores[:, 0], tm.BinaryConfusionMatrix(ignore_index=void)
        index, f1, acc = tm.BinaryJaccardIndex(**args), tm.BinaryF1Score(**args), tm.BinaryAccuracy(**args)
    else:
        args, x = dict(num_labels=n, ignore_index=void), scores
        theirs = tm.MultilabelConfusionMatrix(**args)
        index, f1 = tm.MultilabelJaccardIndex(average='macro', **args), tm.MultilabelF1Score(average='macro', **args)
        acc = tm.MultilabelAccuracy(average='micro', **args)
    assert torch.equal(ours.counts.squeeze(0), theirs(x, targ))
    assert ours.mean_iou() == pytest.approx(index(x, targ).item(), abs=1e-6)
    assert ours.mean_dice() == pytest.approx(f1(x, targ).item(), abs=1e-6)
    assert ours.pixel_accuracy() == pytest.approx(acc(x, targ).item(), abs=1e-6)


@pytest.mark.parametrize('mode, n, void', [
    ('binary', 1, None), ('multilabel', 4, None), ('multiclass', 4, None), ('multiclass', 4, 255)])
def test_scores_of_segmentation_models_pytorch(mode, n, void):
    metrics = pytest.importorskip('segmentation_models_pytorch').metrics
    g = torch.Generator().manual_seed(1)
    size, top = ((3, 20, 30), n) if mode == 'multiclass' else ((3, n, 20, 30), 2)
    pred, targ = (torch.randint(top, size, generator=g) for _ in range(2))
    if void: targ[torch.rand(size, generator=g) < 0.3] = void
    ours = ConfusionMatrix(n, void, mode)
    ours.update(pred, targ)
    stats = metrics.get_stats(pred, targ, mode=mode, ignore_index=void, num_classes=n if mode == 'multiclass' else None)
    sums = [o.sum(0) for o in stats]
    torch.testing.assert_close(ours.iou(), (sums[0]/sum(sums[:3])).double(), rtol=1e-6, atol=1e-6)
    assert ours.mean_iou() == pytest.approx(metrics.iou_score(*stats, reduction='macro').item(), abs=1e-6)
    assert ours.mean_dice() == pytest.approx(metrics.f1_score(*stats, reduction='macro').item(), abs=1e-6)
    if mode != 'multiclass': # there theirs counts true negatives of every class as well
        assert ours.pixel_accuracy() == pytest.approx(metrics.accuracy(*stats, reduction='micro').item(), abs=1e-6)


@pytest.mark.parametrize('pred, targ, n, ignore, mode, error, message', [
    ((0, 3), (0, 1), 3, None, 'multiclass', ValueError, 'predictions reach from 0 to 3'),
    ((0, -1), (0, 1), 3, None, 'multiclass', ValueError, 'predictions reach from -1'),
    ((0, 1), (0, 3), 3, None, 'multiclass', ValueError, 'labels reach from 0 to 3'),
    ((0, 1), (0, 4), 3, 255, 'multiclass', ValueError, 'labels reach from 0 to 4'),
    ((0, 1), (-1, 0), 3, 255, 'multiclass', ValueError, 'labels reach from -1'),
    ((0,), (0, 1), 3, None, 'multiclass', ValueError, r'\(1,\) and labels \(2,\) differ in shape'),
    ((0., 1.), (0, 1), 3, None, 'multiclass', TypeError, 'predictions are torch.float32'),
    ((0, 1), (0., 1.), 3, None, 'multiclass', TypeError, 'labels are torch.float32'),
    ((0, 1), (0, 2), 1, None, 'binary', ValueError, 'labels reach from 0 to 2'),
    ((0, 1), (.5, 1), 1, None, 'binary', TypeError, 'labels are torch.float32'),
    (((0, 1),), ((0, 1),), 3, None, 'multilabel', ValueError, '2 channels for 3 labels')])
def test_bad_input(pred, targ, n, ignore, mode, error, message):
    cm = ConfusionMatrix(n, ignore, mode)
    with pytest.raises(error, match=message): cm.update(torch.tensor(pred), torch.tensor(targ))
    assert cm.counts.sum() == 0, 'a refused batch must not be counted in part'


def test_bad_input_late_in_a_batch():
    "Counting goes piece by piece; a bad label in the last piece must not leave the first ones counted."
    cm, pred, targ = ConfusionMatrix(3), *torch.zeros(2, 200_000, dtype=torch.long)
    targ[-1] = 3
    with pytest.raises(ValueError, match='labels reach'): cm.update(pred, targ)
    assert cm.counts.sum() == 0


@pytest.mark.parametrize('args', [
    dict(n=2, mode='binary'), dict(n=2, mode='multilabel', ignore_index=1), dict(n=2, mode='soft')])
def test_bad_matrix(args):
    with pytest.raises(ValueError): ConfusionMatrix(**args)


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


# What segmentation_models_pytorch defines otherwise is left out: its FocalLoss has a sigmoid for each class in multiclass
# mode and fails if single labels are ignored, and SoftBCEWithLogitsLoss takes the mean over ignored pixels too.
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
    (SegmentationLoss(), 2), (CompoundLoss(JaccardLoss(mode='binary'), FocalLoss(mode='binary')), 1),
    (BoundaryLoss(), 2), (DiceLoss(mode='binary'), 1)], ids=['multiclass', 'compound binary', 'boundary', 'binary dice'])
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


@pytest.mark.parametrize('size', [(1, 1), (2, 40), (12, 15), (13, 25), (23, 30), (30, 36), (37, 37)])
@pytest.mark.parametrize('dilation', [1, 12, 24, 36])
def test_atrous_convolution(size, dilation):
    torch.manual_seed(0)
    ours, theirs = AtrousConv2d(3, 4, dilation=dilation), torch.nn.Conv2d(3, 4, 3, padding=dilation, dilation=dilation)
    theirs.load_state_dict(ours.state_dict())
    x = torch.randn(2, 3, *size)
    torch.testing.assert_close(ours(x), theirs(x))
    for m in (ours, theirs): m(x).square().sum().backward()
    torch.testing.assert_close(ours.weight.grad, theirs.weight.grad, rtol=1e-4, atol=1e-4)
