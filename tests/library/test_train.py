"Training helpers on the network of the DeepLab lab: freezing, the fast forms, repeatability, saving."
import os

import albumentations as A
import numpy as np
import pytest
import torch
from fastai.vision.all import Callback, DataLoader, DataLoaders, Learner, Resize, nn, set_seed
from torchvision.models import mobilenet_v3_large

from cm203.augment import JointTransform, SeededDL
from cm203.camvid import street_block
from cm203.data import get_data
from cm203.labs.deeplab import DeepLab, simple_segmentation_loss
from cm203.layers import DeepLabHead
from cm203.losses import SegmentationLoss
from cm203.metrics import ConfusionMatrix
from cm203.train import fast, fit_two_stages, load_net, save_net, set_bn_momentum, show_classes


@pytest.fixture
def street(monkeypatch):
    "Folder of the drawn street scenes"
    monkeypatch.setenv('CM203_OFFLINE', '1')
    monkeypatch.delenv('CM203_DATA', raising=False)
    path = get_data('camvid')
    if 'standin' not in path.parts: pytest.skip('the real CamVid is in the cache; this test trains on the stand-in')
    return path


def deeplab(n=4):
    set_seed(0)
    return DeepLab(n, mobilenet_v3_large(weights=None))


def state(m): return {k: v.clone() for k, v in m.state_dict().items()}


class StateAfterFit(Callback):
    "Keeps the encoder's and the decoder's state after each stage"
    def before_fit(self): self.states = getattr(self, 'states', [])

    def after_fit(self): self.states.append((state(self.model.encoder), state(self.model.decoder)))


def test_first_stage_freezes_second_trains():
    net = deeplab()
    dl = DataLoader([(torch.randn(3, 64, 64), torch.randint(4, (64, 64))) for _ in range(4)], bs=2)
    learn = Learner(DataLoaders(dl, dl), net, simple_segmentation_loss, cbs=(keep := StateAfterFit()))
    start = state(net.encoder)
    with learn.no_bar(), learn.no_logging(): fit_two_stages(learn, net.encoder, epochs=(1, 1))
    (frozen, decoder), (trained, decoder2) = keep.states
    assert len(start) == 308 and all(torch.equal(v, frozen[k]) for k, v in start.items()), 'the frozen encoder moved'
    stuck = [k for k, v in start.items() if torch.equal(v, trained[k])]
    assert not stuck, f'stage two did not train {stuck[:5]}'
    assert not any(torch.equal(v, decoder2[k]) for k, v in decoder.items())


def test_fast_head_is_the_same_function():
    net, x = deeplab().eval(), torch.randn(2, 3, 96, 130)
    head = DeepLabHead(960, 4)
    head.load_state_dict(dict(zip(head.state_dict(), net.decoder.state_dict().values())))
    with torch.no_grad():
        plain = net(x)
        net.decoder = head.eval()
        torch.testing.assert_close(net(x), plain, rtol=1e-4, atol=1e-5)
        torch.testing.assert_close(net.to(memory_format=torch.channels_last)(x), plain, rtol=1e-4, atol=1e-5)


def test_training_repeats_with_any_number_of_workers(street):
    def losses(num_workers):
        set_seed(11)
        augment = JointTransform(A.Affine(rotate=(-9, 9), p=1))
        block = street_block(street).new(item_tfms=[augment, Resize((32, 48), 'squish')])
        dls = block.dataloaders(street, bs=8, num_workers=num_workers, dl_type=SeededDL, device='cpu')
        net = nn.Sequential(nn.Conv2d(3, 8, 1), nn.BatchNorm2d(8), nn.ReLU(), nn.Dropout(), nn.Conv2d(8, 32, 1))
        learn = Learner(dls, net, SegmentationLoss())
        with learn.no_bar(), learn.no_logging(): learn.fit_one_cycle(1, 1e-2)
        return [loss.item() for loss in learn.recorder.losses]
    assert losses(0) == losses(0) == losses(2)


def test_learns_more_than_the_most_frequent_class(street):
    set_seed(0)
    dls = street_block(street, (64, 96)).dataloaders(street, bs=8, num_workers=0, device='cpu')
    net = deeplab(32)
    net.decoder = DeepLabHead(960, 32)
    set_bn_momentum(net)
    matrix = ConfusionMatrix(32)
    learn = fast(Learner(dls, net, SegmentationLoss(), cbs=matrix, metrics=matrix.metrics))
    with learn.no_bar(), learn.no_logging(): learn.fit_one_cycle(2, 3e-3)
    losses = [loss.item() for loss in learn.recorder.losses]
    assert np.mean(losses[-5:]) < 0.6*np.mean(losses[:5]), 'the loss did not fall'
    most_frequent = (matrix.counts.sum(1).max()/matrix.counts.sum()).item()
    assert matrix.pixel_accuracy() > most_frequent + 0.1, f'one class alone has {most_frequent:.3f}'


def test_interrupted_save_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path/'net.pth'
    net = nn.Linear(2, 2)
    save_net(net, path)
    before = path.read_bytes()

    def full_disk(obj, f):
        open(f, 'wb').write(b'half a net')
        raise OSError('No space left on device')
    monkeypatch.setattr(torch, 'save', full_disk)
    with pytest.raises(OSError): save_net(nn.Linear(2, 2), path)
    assert path.read_bytes() == before
    for k, v in load_net(nn.Linear(2, 2), path).state_dict().items(): assert torch.equal(v, net.state_dict()[k])


def test_load_trusts_nobody(tmp_path):
    class Evil:
        def __reduce__(self): return os.system, (f'touch {tmp_path}/pwned',)
    torch.save({'weight': Evil()}, tmp_path/'net.pth')
    with pytest.raises(Exception, match='[Ww]eights'): load_net(nn.Linear(2, 2), tmp_path/'net.pth')
    assert not (tmp_path/'pwned').exists()


def test_legend_has_the_colours_of_the_picture():
    codes = [f'class {i}' for i in range(12)]
    mask = np.array([[3, 3, 3], [7, 7, 11]])
    ax = show_classes(np.zeros((2, 3, 3), np.uint8), mask, codes, alpha=1)
    legend = ax.get_legend()
    assert [t.get_text() for t in legend.get_texts()] == ['class 3', 'class 7', 'class 11']
    drawn = ax.images[1]
    for patch, i in zip(legend.get_patches(), (3, 7, 11)):
        assert np.allclose(patch.get_facecolor()[:3], drawn.cmap(drawn.norm(i))[:3])
