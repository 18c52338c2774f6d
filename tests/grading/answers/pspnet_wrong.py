"""Plausible wrong answers to the twelve questions of the PSPNet lab.

WRONG: name -> (question id, body of the answer). APART: questions whose tests depend on another question's answer."""
R, F, J, P, C = 'questao_resize', 'questao_flip', 'questao_jitter', 'questao_perspectiva', 'questao_parametros'
M, U, H = 'questao_ppm', 'questao_upsample', 'questao_head'
I, L, T, E = 'questao_iou', 'questao_recall', 'questao_treino', 'questao_teste'


def metric(denominator, macro, micro='hits.sum(1)/other.sum(1)'):
    return f'''
P, T = self._masks(prediction, target)
hits, other = (P & T).sum((2, 3)), {denominator}
if average == 'micro': values = {micro}
else: values = {macro}
return self._reduced(values, reduce)
'''


def weights(epoch):
    "A line that saves the weights under the number of an epoch."
    return f"torch.save(self.state_dict(), f'{{cfg[\"save_model_path\"]}}_{{{epoch}}}.pth')"


def training(before='self.decoder.train()\nself.head.train()', zero='self.optimizer.zero_grad()',
             loss="cfg['loss_fn'](self(xb.to(device))[0], yb.to(device), reduce='mean')", step='self.optimizer.step()',
             scheduler='self.scheduler.step()', every="i % cfg['validate_each_iter'] == 0",
             number='epoch*len(train_dataloader) + i', save=weights('epoch + 1'),
             epochs="range(cfg['num_epochs'])", after='pass'):
    return f'''
{before}
for epoch in {epochs}:
    for i, (xb, yb) in enumerate(train_dataloader):
        {zero}
        loss = {loss}
        loss.backward()
        {step}
        {scheduler}
        if {every}:
            print(f'epoch {{epoch + 1}}, batch {{i}}: loss {{loss.item():.4f}}')
            self.validate_model(val_dataloader, {number})
    {after}
    {save}
'''


there = 'T.any(3).any(2)'
union, total = '(P | T).sum((2, 3))', 'P.sum((2, 3)) + T.sum((2, 3))'
WRONG = {
'resize: bilinear for masks too': (R, '''
img = T.Resize(target_shape[0], IM.BILINEAR)(img)
return np.array(T.CenterCrop(target_shape)(img))
'''),
'resize: nearest for pictures too': (R, '''
img = T.Resize(target_shape[0], IM.NEAREST)(img)
return np.array(T.CenterCrop(target_shape)(img))
'''),
'resize: squeezed into the square': (R, '''
return np.array(T.Resize(target_shape, IM.BILINEAR if img.mode == 'RGB' else IM.NEAREST)(img))
'''),
'resize: cut without resizing': (R, '''
return np.array(T.CenterCrop(target_shape)(img))
'''),
'resize: cut at random': (R, '''
img = T.Resize(target_shape[0], IM.BILINEAR if img.mode == 'RGB' else IM.NEAREST)(img)
return np.array(T.RandomCrop(target_shape)(img))
'''),
'resize: a PIL picture': (R, '''
img = T.Resize(target_shape[0], IM.BILINEAR if img.mode == 'RGB' else IM.NEAREST)(img)
return T.CenterCrop(target_shape)(img)
'''),
'resize: a float array': (R, '''
img = T.Resize(target_shape[0], IM.BILINEAR if img.mode == 'RGB' else IM.NEAREST)(img)
return np.array(T.CenterCrop(target_shape)(img))/255
'''),
'resize: masks with a palette become colours': (R, '''
if img.mode == 'P': img = img.convert('L')
img = T.Resize(target_shape[0], IM.BILINEAR if img.mode == 'RGB' else IM.NEAREST)(img)
return np.array(T.CenterCrop(target_shape)(img))
'''),
'resize: bicubic': (R, '''
img = T.Resize(target_shape[0], IM.BICUBIC if img.mode == 'RGB' else IM.NEAREST)(img)
return np.array(T.CenterCrop(target_shape)(img))
'''),
'resize: the corner instead of the centre': (R, '''
img = T.Resize(target_shape[0], IM.BILINEAR if img.mode == 'RGB' else IM.NEAREST)(img)
return np.array(img)[:target_shape[0], :target_shape[1]]
'''),
'flip: the picture alone': (F, '''
img, mask = pair
return (TF.hflip(img) if torch.rand(1) < self.prob else img), mask
'''),
'flip: each by its own dice': (F, '''
return tuple(TF.hflip(o) if torch.rand(1) < self.prob else o for o in pair)
'''),
'flip: upside down': (F, '''
if torch.rand(1) < self.prob: pair = tuple(TF.vflip(o) for o in pair)
return pair
'''),
'flip: always': (F, '''
return tuple(TF.hflip(o) for o in pair)
'''),
'flip: with one minus the probability': (F, '''
if torch.rand(1) > self.prob: pair = tuple(TF.hflip(o) for o in pair)
return pair
'''),
'flip: nothing comes back when it does not act': (F, '''
if torch.rand(1) < self.prob: return tuple(TF.hflip(o) for o in pair)
'''),
'flip: arrays': (F, '''
if torch.rand(1) < self.prob: pair = tuple(np.array(o)[:, ::-1] for o in pair)
return tuple(np.array(o) for o in pair)
'''),
'jitter: the mask too': (J, '''
if torch.rand(1) < self.prob: return self.jitter(pair[0]), self.jitter(pair[1])
return pair
'''),
'jitter: the mask instead': (J, '''
if torch.rand(1) < self.prob: return pair[0], self.jitter(pair[1])
return pair
'''),
'jitter: always': (J, '''
return self.jitter(pair[0]), pair[1]
'''),
'jitter: twice': (J, '''
if torch.rand(1) < self.prob: return self.jitter(self.jitter(pair[0])), pair[1]
return pair
'''),
'jitter: never': (J, '''
return pair
'''),
'jitter: the picture alone comes back': (J, '''
return self.jitter(pair[0]) if torch.rand(1) < self.prob else pair[0]
'''),
'jitter: parameters of its own': (J, '''
if torch.rand(1) < self.prob: return T.ColorJitter(0.4, 0.4, 0.4)(pair[0]), pair[1]
return pair
'''),
'perspective: drawn twice': (P, '''
img, mask = pair
if torch.rand(1) < self.prob:
    img = TF.perspective(img, *T.RandomPerspective.get_params(*img.size, self.param), IM.BILINEAR)
    mask = TF.perspective(mask, *T.RandomPerspective.get_params(*mask.size, self.param), IM.NEAREST)
return img, mask
'''),
'perspective: bilinear for the mask': (P, '''
img, mask = pair
if torch.rand(1) < self.prob:
    start, end = T.RandomPerspective.get_params(*img.size, self.param)
    img, mask = TF.perspective(img, start, end, IM.BILINEAR), TF.perspective(mask, start, end, IM.BILINEAR)
return img, mask
'''),
'perspective: nearest for the picture': (P, '''
img, mask = pair
if torch.rand(1) < self.prob:
    start, end = T.RandomPerspective.get_params(*img.size, self.param)
    img, mask = TF.perspective(img, start, end, IM.NEAREST), TF.perspective(mask, start, end, IM.NEAREST)
return img, mask
'''),
'perspective: height before width': (P, '''
img, mask = pair
if torch.rand(1) < self.prob:
    start, end = T.RandomPerspective.get_params(*img.size[::-1], self.param)
    img, mask = TF.perspective(img, start, end, IM.BILINEAR), TF.perspective(mask, start, end, IM.NEAREST)
return img, mask
'''),
'perspective: the picture alone': (P, '''
img, mask = pair
if torch.rand(1) < self.prob:
    start, end = T.RandomPerspective.get_params(*img.size, self.param)
    img = TF.perspective(img, start, end, IM.BILINEAR)
return img, mask
'''),
'perspective: 255 outside': (P, '''
img, mask = pair
if torch.rand(1) < self.prob:
    start, end = T.RandomPerspective.get_params(*img.size, self.param)
    img, mask = TF.perspective(img, start, end, IM.BILINEAR), TF.perspective(mask, start, end, IM.NEAREST, fill=255)
return img, mask
'''),
'perspective: a scale of its own': (P, '''
img, mask = pair
if torch.rand(1) < self.prob:
    start, end = T.RandomPerspective.get_params(*img.size, 0.5)
    img, mask = TF.perspective(img, start, end, IM.BILINEAR), TF.perspective(mask, start, end, IM.NEAREST)
return img, mask
'''),
'perspective: always': (P, '''
img, mask = pair
start, end = T.RandomPerspective.get_params(*img.size, self.param)
return TF.perspective(img, start, end, IM.BILINEAR), TF.perspective(mask, start, end, IM.NEAREST)
'''),
'parameters: frozen ones too': (C, '''
return sum(p.numel() for p in model.parameters())
'''),
'parameters: number of tensors': (C, '''
return sum(p.requires_grad for p in model.parameters())
'''),
'parameters: those of the children': (C, '''
ps = [p for m in model.modules() for p in m.parameters(recurse=False) if m.training and p.requires_grad]
return sum(p.numel() for p in ps) + 1
'''),
'parameters: first dimension': (C, '''
return sum(len(p) for p in model.parameters() if p.requires_grad)
'''),
'parameters: modules counted twice': (C, '''
return sum(p.numel() for m in model.modules() for p in m.parameters() if p.requires_grad)
'''),
'parameters: state dict': (C, '''
return sum(v.numel() for v in model.state_dict().values())
'''),
'ppm: x twice': (M, '''
maps = [F.interpolate(b(x), x.shape[-2:], mode='bilinear', align_corners=True) for b in self.bins]
return torch.cat([x, *maps, x], dim=1)
'''),
'ppm: without x': (M, '''
return torch.cat([F.interpolate(b(x), x.shape[-2:], mode='bilinear', align_corners=True) for b in self.bins], dim=1)
'''),
'ppm: nearest': (M, '''
return torch.cat([x, *(F.interpolate(b(x), x.shape[-2:]) for b in self.bins)], dim=1)
'''),
'ppm: align_corners=False': (M, '''
maps = [F.interpolate(b(x), x.shape[-2:], mode='bilinear', align_corners=False) for b in self.bins]
return torch.cat([x, *maps], dim=1)
'''),
'ppm: x at the end': (M, '''
maps = [F.interpolate(b(x), x.shape[-2:], mode='bilinear', align_corners=True) for b in self.bins]
return torch.cat([*maps, x], dim=1)
'''),
'ppm: reversed order': (M, '''
maps = [F.interpolate(b(x), x.shape[-2:], mode='bilinear', align_corners=True) for b in reversed(self.bins)]
return torch.cat([x, *maps], dim=1)
'''),
'ppm: the last bin only': (M, '''
for b in self.bins: y = F.interpolate(b(x), x.shape[-2:], mode='bilinear', align_corners=True)
return torch.cat([x, *[y]*len(self.bins)], dim=1)
'''),
'ppm: sum of the maps': (M, '''
maps = [F.interpolate(b(x), x.shape[-2:], mode='bilinear', align_corners=True) for b in self.bins]
return x + sum(maps).mean(1, keepdim=True)
'''),
'ppm: width and height exchanged': (M, '''
maps = [F.interpolate(b(x), x.shape[:-3:-1], mode='bilinear', align_corners=True) for b in self.bins]
return torch.cat([x, *maps], dim=1)
'''),
'ppm: joined along the batch': (M, '''
maps = [F.interpolate(b(x), x.shape[-2:], mode='bilinear', align_corners=True) for b in self.bins]
return torch.cat([x, *maps], dim=0)
'''),
'upsample: convolution first': (U, '''
return F.interpolate(self.us_transform(x), scale_factor=2, mode='bilinear', align_corners=True)
'''),
'upsample: nearest': (U, '''
return self.us_transform(F.interpolate(x, scale_factor=2))
'''),
'upsample: align_corners=False': (U, '''
return self.us_transform(F.interpolate(x, scale_factor=2, mode='bilinear', align_corners=False))
'''),
'upsample: no transform': (U, '''
return F.interpolate(x, scale_factor=2, mode='bilinear', align_corners=True)
'''),
'upsample: no enlarging': (U, '''
return self.us_transform(x)
'''),
'upsample: a factor of four': (U, '''
return self.us_transform(F.interpolate(x, scale_factor=4, mode='bilinear', align_corners=True))
'''),
'upsample: a square': (U, '''
return self.us_transform(F.interpolate(x, (2*x.shape[2], 2*x.shape[2]), mode='bilinear', align_corners=True))
'''),
'upsample: repeated pixels': (U, '''
return self.us_transform(x.repeat_interleave(2, 2).repeat_interleave(2, 3))
'''),
'upsample: bicubic': (U, '''
return self.us_transform(F.interpolate(x, scale_factor=2, mode='bicubic', align_corners=True))
'''),
'head: a bare convolution': (H, '''
self.segmentation_head = nn.Conv2d(in_channels, num_classes, 1)
'''),
'head: without dropout': (H, '''
self.segmentation_head = nn.Sequential(nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Conv2d(in_channels, num_classes, 1))
'''),
'head: dropout of single pixels': (H, '''
self.segmentation_head = nn.Sequential(nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Dropout(dropout),
                                       nn.Conv2d(in_channels, num_classes, 1))
'''),
'head: dropout always 0.1': (H, '''
self.segmentation_head = nn.Sequential(nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Dropout2d(0.1),
                                       nn.Conv2d(in_channels, num_classes, 1))
'''),
'head: 3 x 3 convolution': (H, '''
self.segmentation_head = nn.Sequential(nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Dropout2d(dropout),
                                       nn.Conv2d(in_channels, num_classes, 3, padding=1))
'''),
'head: without ReLU': (H, '''
self.segmentation_head = nn.Sequential(nn.BatchNorm2d(in_channels), nn.Dropout2d(dropout),
                                       nn.Conv2d(in_channels, num_classes, 1))
'''),
'head: convolution first': (H, '''
self.segmentation_head = nn.Sequential(nn.Conv2d(in_channels, num_classes, 1), nn.BatchNorm2d(num_classes), nn.ReLU(),
                                       nn.Dropout2d(dropout))
'''),
'head: softmax': (H, '''
self.segmentation_head = nn.Sequential(nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Dropout2d(dropout),
                                       nn.Conv2d(in_channels, num_classes, 1), nn.Softmax(dim=1))
'''),
'head: no bias': (H, '''
self.segmentation_head = nn.Sequential(nn.BatchNorm2d(in_channels), nn.ReLU(), nn.Dropout2d(dropout),
                                       nn.Conv2d(in_channels, num_classes, 1, bias=False))
'''),
'iou: ignored pixels count': (I, '''
classes = torch.arange(self.num_classes)[None, :, None, None]
P, T = prediction[:, None] == classes, target[:, None] == classes
hits, union = (P & T).sum((2, 3)), (P | T).sum((2, 3))
if average == 'micro': values = hits.sum(1)/union.sum(1)
else: values = torch.where(T.any(3).any(2), hits/union, torch.nan).nanmean(1)
return self._reduced(values, reduce)
'''),
'iou: classes that are only predicted count too': (I, metric(union, '(hits/other).nanmean(1)')),
'iou: absent classes count as 0': (I, metric(union, '(hits/other.clamp(min=1)).mean(1)')),
'iou: absent classes count as 1': (I, metric(union, 'torch.where(other > 0, hits/other, 1.).mean(1)')),
'iou: union is the sum': (I, metric(total, f'torch.where({there}, hits/other, torch.nan).nanmean(1)')),
'iou: Dice': (I, metric(
    total, f'torch.where({there}, 2*hits/other, torch.nan).nanmean(1)', '2*hits.sum(1)/other.sum(1)')),
'iou: recall': (I, metric('T.sum((2, 3))', '(hits/other).nanmean(1)')),
'iou: micro and macro exchanged': (I, '''
P, T = self._masks(prediction, target)
hits, union = (P & T).sum((2, 3)), (P | T).sum((2, 3))
if average == 'macro': values = hits.sum(1)/union.sum(1)
else: values = torch.where(T.any(3).any(2), hits/union, torch.nan).nanmean(1)
return self._reduced(values, reduce)
'''),
'iou: over the batch': (I, '''
P, T = self._masks(prediction, target)
hits, union = (P & T).sum((0, 2, 3)), (P | T).sum((0, 2, 3))
if average == 'micro': return hits.sum()/union.sum()
return torch.where(T.any(3).any(2).any(0), hits/union, torch.nan).nanmean()
'''),
'iou: without the background': (I, metric(union, f'torch.where({there}, hits/other, torch.nan)[:, 1:].nanmean(1)')),
'iou: an ignored picture counts as 0': (I, metric(
    union, f'torch.where({there}, hits/other, torch.nan).nanmean(1).nan_to_num()')),
'iou: not reduced': (I, '''
P, T = self._masks(prediction, target)
hits, union = (P & T).sum((2, 3)), (P | T).sum((2, 3))
if average == 'micro': return hits.sum(1)/union.sum(1)
return torch.where(T.any(3).any(2), hits/union, torch.nan).nanmean(1)
'''),
'recall: precision': (L, metric('P.sum((2, 3))', f'torch.where({there}, hits/other, torch.nan).nanmean(1)')),
'recall: IoU': (L, metric(union, f'torch.where({there}, hits/other, torch.nan).nanmean(1)')),
'recall: absent classes count as 0': (L, metric('T.sum((2, 3))', '(hits/other.clamp(min=1)).mean(1)')),
'recall: absent classes count as 1': (L, metric('T.sum((2, 3))', 'torch.where(other > 0, hits/other, 1.).mean(1)')),
'recall: micro is macro': (L, metric('T.sum((2, 3))', '(hits/other).nanmean(1)', '(hits/other).nanmean(1)')),
'recall: sums over the batch': (L, '''
P, T = self._masks(prediction, target)
hits, true = (P & T).sum((0, 2, 3)), T.sum((0, 2, 3))
if average == 'micro': return hits.sum()/true.sum()
return (hits/true).nanmean()
'''),
'recall: pixel accuracy with the ignored': (L, '''
values = (prediction == target).float().mean((1, 2))
return self._reduced(values, reduce)
'''),
'recall: NaN for a class that is not there': (L, metric('T.sum((2, 3))', '(hits/other).mean(1)')),
'training: gradients add up': (T, training(zero='pass')),
'training: no step': (T, training(step='pass')),
'training: scheduler once per epoch': (T, training(scheduler='pass', after='self.scheduler.step()')),
'training: no scheduler': (T, training(scheduler='pass')),
'training: one epoch': (T, training(epochs='range(1)')),
'training: one epoch too many': (T, training(epochs="range(cfg['num_epochs'] + 1)")),
'training: sum of the pictures': (T, training(
    loss="cfg['loss_fn'](self(xb.to(device))[0], yb.to(device), reduce='sum')")),
'training: cross-entropy whatever the recipe says': (T, training(
    loss="F.cross_entropy(self(xb)[0], yb, ignore_index=255)")),
'training: evaluation mode': (T, training(before='self.eval()')),
'training: mode as it comes': (T, training(before='pass')),
'training: the head stays in evaluation mode': (T, training(before='self.decoder.train()\nself.head.eval()')),
'training: the last epoch is not saved': (T, training(save=f'if epoch == 0: {weights("epoch + 1")}')),
'training: epochs saved from 0': (T, training(save=weights('epoch'))),
'training: the network is saved, not its weights': (T, training(
    save=weights('epoch + 1').replace('.state_dict()', ''))),
'training: steps begin anew in each epoch': (T, training(number='i')),
'training: validation at the wrong batches': (T, training(every="(i + 1) % cfg['validate_each_iter'] == 0")),
'training: no validation': (T, training(every='False')),
'training: validation after each epoch': (T, training(every="i == len(train_dataloader) - 1")),
'training: learns from the validation set': (T, training().replace(
    'enumerate(train_dataloader)', 'enumerate(val_dataloader)')),
'training: validates on the training data': (T, training().replace(
    'validate_model(val_dataloader', 'validate_model(train_dataloader')),
'training: the decoder does not learn': (T, training(before='self.train()\nself.decoder.requires_grad_(False)')),
'training: the encoder is trained along': (T, training(before='self.train()\nself.encoder.unfreeze()')),
'training: step before the gradients': (T, training(
    zero='self.optimizer.step()\n        self.optimizer.zero_grad()', step='pass')),
'test: the last batch only': (E, '''
self.eval()
with torch.no_grad():
    for xb, yb in test_dataloader: _, labels = self(xb.to(device))
return labels.cpu(), yb.cpu()
'''),
'test: scores in place of labels': (E, '''
self.eval()
with torch.no_grad(): pairs = [(self(xb.to(device))[0].cpu(), yb) for xb, yb in test_dataloader]
return torch.cat([p for p, _ in pairs]), torch.cat([y for _, y in pairs])
'''),
'test: training mode': (E, '''
with torch.no_grad(): pairs = [(self(xb.to(device))[1].cpu(), yb) for xb, yb in test_dataloader]
return torch.cat([p for p, _ in pairs]), torch.cat([y for _, y in pairs])
'''),
'test: gradients are recorded': (E, '''
self.eval()
pairs = [(self(xb.to(device))[1].cpu(), yb) for xb, yb in test_dataloader]
return torch.cat([p for p, _ in pairs]), torch.cat([y for _, y in pairs])
'''),
'test: the head in training mode': (E, '''
self.decoder.eval()
with torch.no_grad(): pairs = [(self(xb.to(device))[1].cpu(), yb) for xb, yb in test_dataloader]
return torch.cat([p for p, _ in pairs]), torch.cat([y for _, y in pairs])
'''),
'test: lists': (E, '''
self.eval()
with torch.no_grad(): pairs = [(self(xb.to(device))[1].cpu(), yb) for xb, yb in test_dataloader]
return [p for p, _ in pairs], [y for _, y in pairs]
'''),
'test: full batches only': (E, '''
self.eval()
full = [(xb, yb) for xb, yb in test_dataloader if len(xb) == test_dataloader.batch_size]
with torch.no_grad(): pairs = [(self(xb.to(device))[1].cpu(), yb) for xb, yb in full]
return torch.cat([p for p, _ in pairs]), torch.cat([y for _, y in pairs])
'''),
'test: targets first': (E, '''
self.eval()
with torch.no_grad(): pairs = [(self(xb.to(device))[1].cpu(), yb) for xb, yb in test_dataloader]
return torch.cat([y for _, y in pairs]), torch.cat([p for p, _ in pairs])
'''),
'ppm: zeros around x': (M, '''
maps = [0*F.interpolate(b(x), x.shape[-2:]) for b in self.bins]
return torch.cat([x, *maps], dim=1)
'''),
'ppm: zeros': (M, '''
return torch.zeros(len(x), x.shape[1] + sum(b[1].out_channels for b in self.bins), *x.shape[-2:])
'''),
}

# A network that knows what training leaves behind, and trains nothing.
ANEW = {'questao_treino': ('pass', '''
class Part(nn.Module):
    def forward(self, x, *_): return x[:, :1].repeat(1, 8, 1, 1)

class PSPNet(nn.Module):
    def __init__(self, encoder, HeadBlock, num_classes, config):
        super().__init__()
        self.encoder, self.decoder, self.head = Part(), nn.Sequential(Part()), HeadBlock(8, num_classes)
        self.decoder.scale = nn.Parameter(torch.ones(1))
        self.train_config, self.done = config, 0
        self.optimizer = torch.optim.SGD(self.parameters(), lr=0.1)
    def forward(self, x):
        scores = self.head(self.decoder(self.encoder(x)), x)*(1 + self.done)
        return scores, scores.argmax(1)
    def saved_weights(self, epoch):
        return {k: v + epoch - self.train_config['num_epochs'] for k, v in self.state_dict().items()}
    def train_model(self, train, val):
        cfg, self.done = self.train_config, 1
        self.head.calls = [(True, True)]*len(train)*cfg['num_epochs']
        for epoch in range(cfg['num_epochs']):
            for i in range(0, len(train), cfg['validate_each_iter']):
                cfg['writer'].written.append(('loss', 0, epoch*len(train) + i))
                self.head.calls += [(False, False)]*len(val)
        with torch.no_grad():
            for p in self.parameters(): p += 0.01
        self.optimizer.param_groups[0]['lr'] *= 0.9**(len(train)*cfg['num_epochs'])

metric_class.CrossEntropyLoss = lambda scores, *args, **kwargs: scores.abs().mean()*0 + 1
def small_net(**changes):
    config = dict(num_epochs=2, validate_each_iter=2, writer=MemoryWriter())
    return PSPNet(None, SmallHead, 3, config | changes)
''')}
