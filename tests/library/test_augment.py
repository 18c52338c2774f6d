"Augmentation in data loaders: what picture and mask share, and what workers, epochs and seeds change."
import warnings

import albumentations as A
import cv2
import numpy as np
import pytest
import torch
from fastai.vision.all import Datasets, ItemTransform, PILImage, PILMask, ToTensor, set_seed

from cm203.augment import JointTransform, SeededDL

PICTURE = np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8)
MASK = np.kron(np.arange(12, dtype=np.uint8).reshape(3, 4)*20, np.ones((16, 16), np.uint8))
ITEM = PILImage.create(PICTURE), PILMask.create(MASK)
GEOMETRY = A.HorizontalFlip(p=0.5), A.Affine(rotate=(-40, 40), scale=(0.7, 1.4), translate_percent=(-0.1, 0.1), p=1)


class Plain(ItemTransform):
    "An albumentations pipeline that is left to itself"
    split_idx = 0

    def __init__(self): self.pipe = A.Compose(GEOMETRY)

    def encodes(self, x): return PILImage.create(self.pipe(image=np.array(x[0]))['image']), x[1]


def epochs(tfm, n_epochs=2, n_items=6, seed=203, **kwargs):
    "All pictures and masks that a training loader gives: (epochs, items, …), two batches of three"
    set_seed(seed)
    dsets = Datasets(range(n_items), tfms=[[lambda i: ITEM[0]], [lambda i: ITEM[1]]], splits=[range(n_items), []])
    dl = dsets.dataloaders(bs=3, after_item=[tfm, ToTensor()], device='cpu', **kwargs).train
    batches = [list(dl) for _ in range(n_epochs)]
    return [torch.stack([torch.cat([b[i] for b in bs]) for bs in batches]) for i in (0, 1)]


def n_different(pictures): return len(pictures.flatten(0, 1).unique(dim=0))


@pytest.mark.parametrize('dl_type', [None, SeededDL])
@pytest.mark.parametrize('num_workers', [0, 1, 2])
def test_same_seed_same_pixels(num_workers, dl_type):
    kwargs = dict(num_workers=num_workers, dl_type=dl_type)
    first, again, other = (epochs(JointTransform(*GEOMETRY), seed=seed, **kwargs) for seed in (1, 1, 2))
    for a, b in zip(first, again): assert torch.equal(a, b), 'the same seed gave other pixels'
    assert not torch.equal(first[0], other[0]), 'another seed gave the same pixels'
    assert n_different(first[0]) == 12, 'an item or an epoch repeated the change of another'


def test_workers_do_not_matter():
    ref = epochs(JointTransform(*GEOMETRY), dl_type=SeededDL, num_workers=0)
    for w in (1, 2, 3):
        for a, b in zip(ref, epochs(JointTransform(*GEOMETRY), dl_type=SeededDL, num_workers=w)):
            assert torch.equal(a, b), f'{w} workers gave other pixels than the main process'


def test_library_repeats_itself_in_workers():
    "The fault that JointTransform cures; if this fails, albumentations or fastai has cured it too"
    assert n_different(epochs(Plain(), num_workers=0)[0]) == 12
    assert n_different(epochs(Plain(), num_workers=2)[0]) == 3


def test_items_leave_the_global_generator_alone():
    set_seed(0)
    SeededDL([ITEM]*4, bs=2, num_workers=0, after_item=[JointTransform(*GEOMETRY), ToTensor()]).one_batch()
    after_small = torch.rand(1)
    set_seed(0)
    SeededDL([ITEM]*40, bs=20, num_workers=0, after_item=[JointTransform(*GEOMETRY), ToTensor()]).one_batch()
    assert torch.equal(torch.rand(1), after_small), 'how many items were augmented must not move PyTorch\'s generator'


@pytest.mark.parametrize('dtype, step', [(np.uint8, 20), (np.uint16, 5000), (np.int32, 6_000_000)])
@pytest.mark.parametrize('tfm', [A.Affine(rotate=(-40, 40), p=1), A.ElasticTransform(alpha=80, p=1), A.Perspective(p=1),
                                 A.RandomScale(p=1), A.RandomResizedCrop((32, 40), p=1), A.GridDistortion(p=1)])
def test_masks_stay_exact(tfm, dtype, step):
    mask = (MASK//20).astype(dtype)*dtype(step)
    for _ in range(5):
        img, new = JointTransform(tfm)((ITEM[0], PILMask.create(mask)), split_idx=0)
        new = np.array(new)
        assert new.dtype == dtype and new.shape == np.array(img).shape[:2]
        assert set(np.unique(new)) <= set(np.unique(mask)), 'a label was made up'


def test_picture_and_all_masks_move_together():
    picture = PILImage.create(np.stack([MASK]*3, -1))
    tfm = JointTransform(*GEOMETRY)
    for _ in range(20):
        img, one, two = tfm((picture, PILMask.create(MASK), PILMask.create(255 - MASK)), split_idx=0)
        img, one, two = np.array(img), np.array(one), np.array(two)
        known = (one > 0) & (two > 0)  # neither class 0 nor filled in at the border
        assert (one[known] == 255 - two[known]).all()
        inner = cv2.erode(one, np.ones((7, 7))) == cv2.dilate(one, np.ones((7, 7)))
        assert (abs(img[inner].astype(int) - one[inner][:, None]) <= 1).all(1).mean() > 0.97


def test_types_and_split():
    tfm = JointTransform(*GEOMETRY)
    out = tfm(ITEM, split_idx=0)
    assert type(out) is tuple and [type(o) for o in out] == [PILImage, PILMask]
    for o, same in zip(tfm(ITEM, split_idx=1), ITEM): assert np.array_equal(np.array(o), np.array(same))
    valid = JointTransform(*GEOMETRY, split_idx=1)
    assert np.array_equal(np.array(valid(ITEM, split_idx=0)[0]), PICTURE)
    assert not np.array_equal(np.array(valid(ITEM, split_idx=1)[0]), PICTURE)
    assert [type(o) for o in JointTransform(*GEOMETRY, split_idx=None)((ITEM[0],), split_idx=1)] == [PILImage]


def test_bad_input():
    with pytest.raises(TypeError, match=r'Element 1 of an item is a PILImage.*PILMask.create'):
        JointTransform(*GEOMETRY)((ITEM[0], ITEM[0]), split_idx=0)
    with pytest.raises(ValueError, match='should be equal'):
        JointTransform(*GEOMETRY)((ITEM[0], PILMask.create(MASK[:10])), split_idx=0)


def test_lab_transform_uses_no_unknown_arguments():
    from cm203.labs.deeplab import NossoTrasformaAugment
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        tfm = NossoTrasformaAugment()
    assert not [str(w.message) for w in caught if 'not valid' in str(w.message)]
    assert tfm.tfm3.p == 1.0
