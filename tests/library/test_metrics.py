"The confusion matrix against scikit-learn, torchmetrics and segmentation_models_pytorch."
import pytest
import torch
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, jaccard_score

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
