"The block of cats and dogs on real photographs, if CM203_DATA leads to some."
import os
from pathlib import Path

import pytest

from cm203.cats_dogs import cats_dogs_block
from cm203.data import get_data


def test_real_data():
    root = Path(os.environ.get('CM203_DATA', '/nowhere'))
    if not root.is_dir(): pytest.skip('CM203_DATA names no folder of real data')
    path = get_data('cats_vs_dogs2')
    if root not in (path, path.parent): pytest.skip('CM203_DATA does not hold cats_vs_dogs2')
    dls = cats_dogs_block().dataloaders(path, bs=4, num_workers=0)
    xb, yb = dls.valid.one_batch()
    assert xb.shape[:2] == (4, 3) and len(yb) == 4 and len(dls.train_ds) > len(dls.valid_ds) > 0
