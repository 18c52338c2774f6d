"""The pets' lists and trimaps: both layouts, every mistake with file and line, and the real pictures if present."""
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cm203.data import DataError, get_data
from cm203.pets import draw_pets, open_pair, pets_block, pets_lists, read_annotations, renumerate_target, species_mask


@pytest.fixture
def pets(tmp_path):
    "A small drawn data set and the config of its training list."
    (tmp_path/'pets').mkdir()
    draw_pets(tmp_path/'pets', dict(trainval=9, test=3))
    return pets_lists(tmp_path/'pets', tmp_path/'mine') | dict(annotation_file=tmp_path/'mine'/'trainval.txt')


def read(config): return [open_pair(o) for o in read_annotations(config)]


def test_the_drawing_is_always_the_same(pets, tmp_path):
    (tmp_path/'again').mkdir()
    draw_pets(tmp_path/'again', dict(trainval=9, test=3))
    for p in (tmp_path/'pets').rglob('*.*'):
        assert p.read_bytes() == (tmp_path/'again'/p.relative_to(tmp_path/'pets')).read_bytes()


def test_masks(pets):
    items = read_annotations(pets)
    assert [o.label for o in items] == [1, 2]*4 + [1] and renumerate_target is species_mask
    for o in items:
        mask = species_mask(np.asarray(open_pair(o)[1]), o.label)
        assert mask.dtype == np.uint8 and set(np.unique(mask)) == {0, o.label, 255}
    with pytest.raises(ValueError, match='4'): species_mask(np.array([[1, 4]]), 1)


@pytest.mark.parametrize('line, words', [
    ('cat_trainval_000', 'expected `<name> <label>`'), ('cat_trainval_000 1 1', 'expected `<name> <label>`'),
    ('cat_trainval_000 0', 'label must be'), ('cat_trainval_000 cat', 'label must be'),
    ('nobody 1', 'nobody.jpg does not exist')])
def test_a_bad_line_is_named(pets, line, words):
    file = pets['annotation_file']
    lines = file.read_text().splitlines()
    file.write_text('\n'.join([*lines[:3], '', line, *lines[3:]]))
    with pytest.raises(DataError, match='trainval.txt, line 5') as e: read_annotations(pets)
    assert words in str(e.value)


def spoil(pets, what):
    "Spoil a file of the third pair."
    item = read_annotations(pets)[2]
    mask = np.array(Image.open(item.mask))
    if what == 'no mask': item.mask.unlink()
    elif what == 'cut picture': item.picture.write_bytes(item.picture.read_bytes()[:3000])
    elif what == 'no picture': item.picture.write_bytes(b'text')
    elif what == 'cut mask': item.mask.write_bytes(item.mask.read_bytes()[:200])
    elif what == 'unknown value':
        mask[4, 5] = 7
        Image.fromarray(mask).save(item.mask)
    elif what == 'coloured mask': Image.fromarray(np.stack([mask]*3, -1)).save(item.mask)
    elif what == 'other size': Image.fromarray(mask[:-1]).save(item.mask)


@pytest.mark.parametrize('what, words', [
    ('no mask', 'mask'), ('cut picture', 'does not decode'), ('no picture', 'does not decode'),
    ('cut mask', 'does not decode'), ('unknown value', r'unknown values \[7\]'),
    ('coloured mask', 'one channel'), ('other size', 'size')])
def test_a_bad_file_is_named_with_its_line(pets, what, words):
    spoil(pets, what)
    with pytest.raises(DataError, match=f'trainval.txt, line 3: .*{words}'): read(pets)


def test_the_lab_finds_a_bad_file_before_it_trains_and_goes_on_when_it_is_mended(pets):
    from cm203.labs.pspnet import prepare_dataset
    from cm203.storage import storage_raw
    good = read_annotations(pets)[2].picture.read_bytes()
    spoil(pets, 'cut picture')
    config = pets | dict(target_shape=(32, 32), chunk_size=2)
    with pytest.raises(DataError, match='line 3'): prepare_dataset(config, storage_raw)
    read_annotations(pets)[2].picture.write_bytes(good)
    store = prepare_dataset(config, storage_raw)
    assert len(store) == 9 and config == pets | dict(target_shape=(32, 32), chunk_size=2)
    store.verify()


def test_a_mask_with_a_palette_keeps_its_numbers(pets):
    item = read_annotations(pets)[0]
    before = np.array(Image.open(item.mask))
    img = Image.fromarray(before)
    img.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255])
    img.save(item.mask)
    assert Image.open(item.mask).mode == 'P' and (np.asarray(open_pair(item)[1]) == before).all()


def test_the_other_layout(pets, tmp_path):
    other, lines = tmp_path/'other', pets['annotation_file'].read_text().split()
    other.mkdir()
    (tmp_path/'pets'/'images').rename(other/'images')
    (tmp_path/'pets'/'seg_masks').rename(other/'trimaps')
    rows = ''.join(f'{n},{l}\n' for n, l in zip(lines[::2], lines[1::2]))
    (other/'species.csv').write_text('name,species_id\n' + rows)
    (other/'train.txt').write_text('\n'.join(lines[::2]))
    (other/'test.txt').write_text(lines[0])
    config = pets_lists(other, tmp_path/'theirs') | dict(annotation_file=tmp_path/'theirs'/'trainval.txt')
    assert [(o.name, str(o.label)) for o in read_annotations(config)] == list(zip(lines[::2], lines[1::2]))
    (other/'test.txt').write_text(f'{lines[0]}\nnobody')
    with pytest.raises(DataError, match='test.txt, line 2'): pets_lists(other, tmp_path/'theirs')
    (other/'species.csv').write_text('a,b\n')
    with pytest.raises(DataError, match='species.csv, line 1'): pets_lists(other, tmp_path/'theirs')
    with pytest.raises(DataError, match='no pets'): pets_lists(tmp_path, tmp_path/'theirs')


def test_empty_and_unreadable_lists(pets):
    for data in (b'\n\n', b'\xff\xfe\xff'):
        pets['annotation_file'].write_bytes(data)
        with pytest.raises(DataError, match='trainval.txt'): read_annotations(pets)


real = Path(os.environ.get('CM203_DATA', '/nowhere'))/'pets'


@pytest.mark.skipif(not real.is_dir(), reason='CM203_DATA has no pets')
def test_real_pictures(tmp_path):
    config = pets_lists(get_data('pets'), tmp_path) | dict(annotation_file=tmp_path/'trainval.txt')
    items = read_annotations(config)
    assert {o.label for o in items} == {1, 2}
    for o in items[::10]: open_pair(o)
    xb, yb = pets_block(64).dataloaders(config, bs=8, num_workers=0).one_batch()
    assert xb.shape == (8, 3, 64, 64) and set(yb.unique().tolist()) <= {0, 1, 2, 255}
