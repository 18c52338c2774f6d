"Street scenes, drawn and real, in both layouts that CamVid goes round in."
import os
from pathlib import Path

import numpy as np
import pytest
from fastai.vision.all import PILMask, get_image_files

from cm203.camvid import draw_camvid, street_block
from cm203.data import DataError, get_data


def test_street_scenes_follow_the_layout_of_camvid(tmp_path):
    draw_camvid(tmp_path, frames=3)
    imgs, codes = get_image_files(tmp_path/'images'), (tmp_path/'codes.txt').read_text().split()
    assert len(imgs) == 24 and len(codes) == 32
    for img in imgs:
        mask = PILMask.create(tmp_path/'labels'/f'{img.stem}_P.png')
        assert mask.mode == 'L' and len(np.unique(mask)) > 8 and np.max(mask) < 32
        assert mask.size == PILMask.create(img).size
    assert min(PILMask.create(tmp_path/'images'/'0016E5_06660.png').size) >= 512
    train, valid = street_block(tmp_path).datasets(tmp_path).splits
    assert (len(train), len(valid)) == (18, 6)


def test_the_other_layout_leaves_out_the_test_list(tmp_path):
    draw_camvid(tmp_path, frames=1)
    stems = sorted(p.stem for p in (tmp_path/'images').iterdir())
    for p in (tmp_path/'labels').iterdir(): p.rename(p.with_stem(p.stem.removesuffix('_P')))
    (tmp_path/'valid.txt').unlink()
    with pytest.raises(DataError, match='neither valid.txt nor val.txt'): street_block(tmp_path)
    for name, part in (('train', stems[:4]), ('val', stems[4:6]), ('test', stems[6:])):
        (tmp_path/f'{name}.txt').write_text('\n'.join(part))
    dss = street_block(tmp_path).datasets(tmp_path)
    assert [[o.stem for o in ds.items] for ds in (dss.train, dss.valid)] == [stems[:4], stems[4:6]]


def test_real_data():
    root = Path(os.environ.get('CM203_DATA', '/nowhere'))
    if not root.is_dir(): pytest.skip('CM203_DATA names no folder of real data')
    path = get_data('camvid')
    if root not in (path, path.parent): pytest.skip('CM203_DATA does not hold camvid')
    dls = street_block(path).dataloaders(path, bs=4, num_workers=0)
    xb, yb = dls.valid.one_batch()
    assert xb.shape[:2] == (4, 3) and len(yb) == 4 and len(dls.train_ds) > len(dls.valid_ds) > 0
    test = (path/'test.txt').read_text().split() if (path/'test.txt').exists() else []
    assert not {p.stem for p in dls.train_ds.items} & {Path(o).stem for o in test}
