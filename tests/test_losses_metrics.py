"The loss against PyTorch's, the confusion matrix against torchmetrics and scikit-learn, layers against torchvision."
import warnings

import pytest, torch, torch.nn.functional as F
from sklearn.metrics import accuracy_score, confusion_matrix, jaccard_score

from cm203.layers import AtrousConv2d
from cm203.losses import SegmentationLoss
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


def test_loss_of_nothing():
    logits = torch.randn(2, 5, 3, 3, requires_grad=True)
    loss = SegmentationLoss(255)(logits, torch.full((2, 3, 3), 255))
    assert loss == 0 and (torch.autograd.grad(loss, logits)[0] == 0).all()


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
