"""The readers of VOC and COCO on the real data, if CM203_DATA leads to some; stand-ins through torchvision."""
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from torchvision.datasets import VOCSegmentation

from cm203.data import DataError, get_data
from cm203.voc_coco import (
    coco_instances,
    coco_mask,
    coco_to_voc,
    draw_coco,
    draw_voc,
    palette_mask,
    voc_home,
    voc_labels,
    voc_names,
    voc_pairs,
)

real = Path(os.environ.get('CM203_DATA') or '/no/such/folder')


@pytest.fixture(scope='module')
def voc(tmp_path_factory):
    folder = tmp_path_factory.mktemp('voc')
    draw_voc(folder, dict(train=16, val=8), sparse=4)
    return folder


def test_torchvision_reads_the_stand_in(voc):
    for split, n in (('train', 16), ('val', 8)):
        ds = VOCSegmentation(voc, image_set=split, download=False)
        assert len(ds) == n and [(a, b) for a, b in zip(ds.images, ds.masks)] == [
            (str(a), str(b)) for a, b in voc_pairs(voc, split)]
        for i, (img, mask) in enumerate(ds):
            assert (img.mode, mask.mode, img.size) == ('RGB', 'P', mask.size)
            assert (np.array(mask) == palette_mask(ds.masks[i])).all()


def test_a_folder_without_vocdevkit_is_told_what_is_missing(voc, tmp_path):
    assert voc_home(voc) == voc/'VOCdevkit'/'VOC2012'
    (tmp_path/'voc2012'/'SegmentationClass').mkdir(parents=True)
    with pytest.raises(DataError, match='no folder .*VOCdevkit/VOC2012/JPEGImages.*VOCtrainval.*CM203_DATA') as e:
        voc_home(tmp_path)
    assert str(tmp_path) in str(e.value)


def test_the_stand_in_has_what_the_lab_needs(voc):
    masks = [palette_mask(m) for _, m in voc_pairs(voc)]
    seen = [frozenset(np.unique(m)) & {7, 15} for m in masks]
    assert set(seen) == {frozenset(), frozenset({7}), frozenset({15}), frozenset({7, 15})}
    assert {*np.unique(np.concatenate([m.ravel() for m in masks]))} == {0, 1, 2, 6, 7, 15, 17, 255}
    sides = [min(m.shape) for m in masks]
    assert min(sides) < 224 <= max(sides)


def test_sparse_labels_name_more_pictures_than_there_are_masks(voc):
    labels = voc_labels(voc/'VOCdevkit'/'VOC2012', 'train')
    assert len(labels) == 20 and all(p.exists() and v.shape == (20,) for p, v in labels.items())


def test_coco_objects_are_polygons_and_crowds_are_runs(tmp_path):
    draw_coco(tmp_path, 8)
    coco = coco_instances(tmp_path)
    for o in coco.anns.values():
        assert isinstance(o['segmentation'], dict if o['iscrowd'] else list)
        x, y, w, h = o['bbox']
        inside = coco.annToMask(o)[y:y + h, x:x + w]
        assert inside.sum() >= .95*coco.annToMask(o).sum() > 0
    for i, img in coco.imgs.items():
        mask = coco_mask(coco, i, coco_to_voc(coco))
        assert mask.shape[::-1] == Image.open(tmp_path/'val2017'/img['file_name']).size
        assert (255 in mask) == any(o['iscrowd'] for o in coco.imgToAnns[i])


@pytest.mark.skipif(not (real/'voc').is_dir(), reason='no VOC in CM203_DATA')
def test_real_voc():
    for picture, mask in voc_pairs(get_data('voc')):
        m = palette_mask(mask)
        assert m.shape == Image.open(picture).size[::-1] and set(np.unique(m)) <= {*range(len(voc_names)), 255}


@pytest.mark.skipif(not (real/'coco'/'voc21_masks').is_dir(), reason='no COCO with masks in CM203_DATA')
def test_real_coco_masks_agree_with_masks_drawn_otherwise():
    coco = coco_instances(get_data('coco'))
    same = total = 0
    for file in (get_data('coco')/'voc21_masks').glob('*.png'):
        a, b = palette_mask(file), coco_mask(coco, int(file.stem), coco_to_voc(coco))
        same, total = same + (a == b).sum(), total + a.size
    assert same > .995*total
