"""Plausible wrong answers to the seven questions of the lecture on segmentation.

WRONG: name -> (question id, body of the answer)."""
M, R, U = 'questao_mascara', 'questao_campo_receptivo', 'questao_unpooling'
I, E, L, N = 'questao_metricas', 'questao_alvo', 'questao_loss', 'questao_unet'
WRONG = {
'mask: width and height exchanged': (M, '''
img = coco.imgs[image_id]
mask = np.zeros((img['width'], img['height']), bool)
for o in coco.imgToAnns[image_id]:
    if o['category_id'] == category and not o['iscrowd']: mask |= coco.annToMask(o).T > 0
return mask
'''),
'mask: crowds included': (M, '''
img = coco.imgs[image_id]
mask = np.zeros((img['height'], img['width']), bool)
for o in coco.imgToAnns[image_id]:
    if o['category_id'] == category: mask |= coco.annToMask(o) > 0
return mask
'''),
'mask: every category': (M, '''
img = coco.imgs[image_id]
mask = np.zeros((img['height'], img['width']), bool)
for o in coco.imgToAnns[image_id]:
    if not o['iscrowd']: mask |= coco.annToMask(o) > 0
return mask
'''),
'mask: the first person only': (M, '''
for o in coco.imgToAnns[image_id]:
    if o['category_id'] == category and not o['iscrowd']: return coco.annToMask(o) > 0
'''),
'mask: the last person only': (M, '''
img = coco.imgs[image_id]
mask = np.zeros((img['height'], img['width']), bool)
for o in coco.imgToAnns[image_id]:
    if o['category_id'] == category and not o['iscrowd']: mask = coco.annToMask(o) > 0
return mask
'''),
'mask: exclusive or': (M, '''
img = coco.imgs[image_id]
mask = np.zeros((img['height'], img['width']), bool)
for o in coco.imgToAnns[image_id]:
    if o['category_id'] == category and not o['iscrowd']: mask ^= coco.annToMask(o) > 0
return mask
'''),
'mask: counts in place of booleans': (M, '''
return sum(coco.annToMask(o) for o in coco.imgToAnns[image_id] if o['category_id'] == category and not o['iscrowd'])
'''),
'mask: a picture without persons fails': (M, '''
masks = [coco.annToMask(o) for o in coco.imgToAnns[image_id] if o['category_id'] == category and not o['iscrowd']]
return np.stack(masks).max(0) > 0
'''),
'mask: 1 written into it': (M, '''
img = coco.imgs[image_id]
mask = np.zeros((img['height'], img['width']), bool)
for o in coco.imgToAnns[image_id]:
    if o['category_id'] == 1 and not o['iscrowd']: mask |= coco.annToMask(o) > 0
return mask
'''),
'mask: boxes in place of outlines': (M, '''
img = coco.imgs[image_id]
mask = np.zeros((img['height'], img['width']), bool)
for o in coco.imgToAnns[image_id]:
    if o['category_id'] == category and not o['iscrowd']:
        ys, xs = np.nonzero(coco.annToMask(o))
        mask[ys.min():ys.max() + 1, xs.min():xs.max() + 1] = True
return mask
'''),
'field: own stride included': (R, '''
r, jump = 1, 1
for kernel, stride, dilation in layers:
    jump *= stride
    r += (kernel - 1)*dilation*jump
return r
'''),
'field: strides forgotten': (R, '''
return 1 + sum((kernel - 1)*dilation for kernel, stride, dilation in layers)
'''),
'field: dilation forgotten': (R, '''
r, jump = 1, 1
for kernel, stride, dilation in layers:
    r += (kernel - 1)*jump
    jump *= stride
return r
'''),
'field: kernel in place of kernel - 1': (R, '''
r, jump = 1, 1
for kernel, stride, dilation in layers:
    r += kernel*dilation*jump
    jump *= stride
return r
'''),
'field: starts at 0': (R, '''
r, jump = 0, 1
for kernel, stride, dilation in layers:
    r += (kernel - 1)*dilation*jump
    jump *= stride
return r
'''),
'field: strides added': (R, '''
r, jump = 1, 1
for kernel, stride, dilation in layers:
    r += (kernel - 1)*dilation*jump
    jump += stride - 1
return r
'''),
'field: 1 + 2L': (R, '''
return 1 + 2*len(layers)
'''),
'field: only the last stride': (R, '''
r, jump = 1, 1
for kernel, stride, dilation in layers:
    r += (kernel - 1)*dilation*jump
    jump = stride
return r
'''),
'field: last layer first': (R, '''
r, jump = 1, 1
for kernel, stride, dilation in reversed(layers):
    r += (kernel - 1)*dilation*jump
    jump *= stride
return r
'''),
'field: a float': (R, '''
r, jump = 1., 1
for kernel, stride, dilation in layers:
    r += (kernel - 1)*dilation*jump
    jump *= stride
return r
'''),
'field: dilation multiplies the jump': (R, '''
r, jump = 1, 1
for kernel, stride, dilation in layers:
    r += (kernel - 1)*dilation*jump
    jump *= stride*dilation
return r
'''),
'unpool: no output_size': (U, '''
half, places = pool(x)
quarter, inner = pool(half)
return unpool(unpool(quarter, inner), places)
'''),
'unpool: size for the last step only': (U, '''
half, places = pool(x)
quarter, inner = pool(half)
return unpool(unpool(quarter, inner), places, output_size=x.shape)
'''),
'unpool: once': (U, '''
half, places = pool(x)
return unpool(half, places, output_size=x.shape)
'''),
'unpool: wrong indices': (U, '''
half, places = pool(x)
quarter, inner = pool(half)
half_again = unpool(quarter, places[..., :quarter.shape[-2], :quarter.shape[-1]].clamp(max=half[0, 0].numel() - 1),
                    output_size=half.shape)
return unpool(half_again, places, output_size=x.shape)
'''),
'unpool: interpolation': (U, '''
half, places = pool(x)
quarter, inner = pool(half)
return F.interpolate(quarter, size=x.shape[-2:])
'''),
'unpool: interpolated at the end': (U, '''
half, places = pool(x)
quarter, inner = pool(half)
y = unpool(unpool(quarter, inner), places[..., :quarter.shape[-2]*2, :quarter.shape[-1]*2])
return F.interpolate(y, size=x.shape[-2:])
'''),
'unpool: padded at the end': (U, '''
h, w = x.shape[-2]//4*4, x.shape[-1]//4*4
half, places = pool(x[..., :h, :w])
quarter, inner = pool(half)
y = unpool(unpool(quarter, inner), places)
return F.pad(y, (x.shape[-1] - w, 0, x.shape[-2] - h, 0))
'''),
'unpool: the input': (U, '''
return x
'''),
'unpool: the pooled values': (U, '''
half, places = pool(x)
return pool(half)[0]
'''),
'metrics: exchanged': (I, '''
t, p = np.asarray(truth).astype(bool), np.asarray(prediction).astype(bool)
both, sizes = int((t & p).sum()), int(t.sum() + p.sum())
if sizes == 0: return 1., 1.
return 2*both/sizes, both/(sizes - both)
'''),
'metrics: union without subtracting': (I, '''
t, p = np.asarray(truth).astype(bool), np.asarray(prediction).astype(bool)
both, sizes = int((t & p).sum()), int(t.sum() + p.sum())
if sizes == 0: return 1., 1.
return both/sizes, 2*both/sizes
'''),
'metrics: Dice without the 2': (I, '''
t, p = np.asarray(truth).astype(bool), np.asarray(prediction).astype(bool)
both, sizes = int((t & p).sum()), int(t.sum() + p.sum())
if sizes == 0: return 1., 1.
return both/(sizes - both), both/sizes
'''),
'metrics: empty masks are 0': (I, '''
t, p = np.asarray(truth).astype(bool), np.asarray(prediction).astype(bool)
both, sizes = int((t & p).sum()), int(t.sum() + p.sum())
if sizes == 0: return 0., 0.
return both/(sizes - both), 2*both/sizes
'''),
'metrics: empty masks divide by zero': (I, '''
t, p = np.asarray(truth).astype(bool), np.asarray(prediction).astype(bool)
both, sizes = int((t & p).sum()), int(t.sum() + p.sum())
return both/(sizes - both), 2*both/sizes
'''),
'metrics: 1 where the truth is empty': (I, '''
t, p = np.asarray(truth).astype(bool), np.asarray(prediction).astype(bool)
both, sizes = int((t & p).sum()), int(t.sum() + p.sum())
if not t.any(): return 1., 1.
return both/(sizes - both), 2*both/sizes
'''),
'metrics: a smoothing term': (I, '''
t, p = np.asarray(truth).astype(bool), np.asarray(prediction).astype(bool)
both, sizes = int((t & p).sum()), int(t.sum() + p.sum())
return (both + 1)/(sizes - both + 1), (2*both + 1)/(sizes + 1)
'''),
'metrics: accuracy and Dice': (I, '''
t, p = np.asarray(truth).astype(bool), np.asarray(prediction).astype(bool)
both, sizes = int((t & p).sum()), int(t.sum() + p.sum())
if sizes == 0: return 1., 1.
return float((t == p).mean()), 2*both/sizes
'''),
'metrics: precision and recall': (I, '''
t, p = np.asarray(truth).astype(bool), np.asarray(prediction).astype(bool)
if not t.any() or not p.any(): return (1., 1.) if t.any() == p.any() else (0., 0.)
return float((t & p).sum()/p.sum()), float((t & p).sum()/t.sum())
'''),
'metrics: arrays only': (I, '''
both, sizes = int((truth & prediction).sum()), int(truth.sum() + prediction.sum())
if sizes == 0: return 1., 1.
return both/(sizes - both), 2*both/sizes
'''),
'metrics: sums in uint8': (I, '''
t, p = np.asarray(truth).astype(np.uint8), np.asarray(prediction).astype(np.uint8)
both, sizes = (t*p).sum(dtype=np.uint8), (t + p).sum(dtype=np.uint8)
if sizes == 0: return 1., 1.
return float(both/(sizes - both)), float(2*both/sizes)
'''),
'metrics: tensors of one number': (I, '''
t, p = tensor(np.asarray(truth).astype(bool)), tensor(np.asarray(prediction).astype(bool))
both, sizes = (t & p).sum(), t.sum() + p.sum()
if sizes == 0: return tensor(1.), tensor(1.)
return both/(sizes - both), 2*both/sizes
'''),
'target: argmax': (E, '''
return masks.long().argmax(0)
'''),
'target: argmax + 1': (E, '''
return masks.long().argmax(0) + 1
'''),
'target: the first mask in front': (E, '''
covered = masks.bool().any(0)
return torch.where(covered, masks.long().argmax(0) + 1, 0)
'''),
'target: no background': (E, '''
numbers = torch.arange(len(masks))[:, None, None]
return (masks*numbers).amax(0)
'''),
'target: sum of the numbers': (E, '''
numbers = torch.arange(1, len(masks) + 1)[:, None, None]
return (masks*numbers).sum(0)
'''),
'target: number of masks': (E, '''
return masks.long().sum(0)
'''),
'target: background last': (E, '''
y = torch.full(masks.shape[1:], len(masks))
for k, m in enumerate(masks): y[m > 0] = k
return y
'''),
'target: floats': (E, '''
numbers = torch.arange(1, len(masks) + 1)[:, None, None]
return (masks*numbers).amax(0).float()
'''),
'target: int32': (E, '''
numbers = torch.arange(1, len(masks) + 1)[:, None, None]
return (masks*numbers).amax(0).int()
'''),
'target: one channel too many': (E, '''
numbers = torch.arange(1, len(masks) + 1)[:, None, None]
return (masks*numbers).amax(0, keepdim=True)
'''),
'target: type of the masks': (E, '''
y = torch.zeros_like(masks[0])
for k, m in enumerate(masks): y[m > 0] = k + 1
return y
'''),
'loss: weights exchanged': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return (1 - beta)*dice.mean() + beta*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: plain sum': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return dice.mean() + F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: no sigmoid': (L, '''
y, p = target.to(logits.dtype), logits
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: sigmoid twice': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(p, y)
'''),
'loss: softmax': (L, '''
y, p = target.to(logits.dtype), logits.softmax(1)
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: absent classes counted': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = 1 - 2*both/(size_p + size_y).clamp(min=1e-7)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: mean over the present classes': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = 1 - 2*both/(size_p + size_y).clamp(min=1e-7)
return beta*dice[size_y > 0].mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: all classes in one sum': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
dice = 1 - 2*(p*y).sum()/((p*p).sum() + y.sum())
return beta*dice + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: Dice of each picture': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: Jaccard': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
jaccard = (1 - both/(size_p + size_y - both).clamp(min=1e-7))*(size_y > 0)
return beta*jaccard.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: score in place of loss': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: logarithm of a rounded sigmoid': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() - (1 - beta)*(y*p.log() + (1 - y)*(1 - p).log()).mean()
'''),
'loss: clamped at 100': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy(p.clamp(1e-7, 1 - 1e-7), y)
'''),
'loss: hard prediction': (L, '''
y, p = target.to(logits.dtype), (logits > 0).to(logits.dtype)
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: without gradient': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return (beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)).detach()
'''),
'loss: integer targets refused': (L, '''
p = logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*target, p*p, target))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, target)
'''),
'loss: beta written into it': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return 0.3*dice.mean() + 0.7*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: no squares': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: classes of the course': (L, '''
return CompoundLoss(DiceLoss(mode='multilabel'), SegmentationLoss(mode='multilabel'), beta=beta)(logits, target)
'''),
'loss: square of the sums': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(p.sum((0, 2, 3))**2 + size_y**2).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: Dice part detached': (L, '''
y, p = target.to(logits.dtype), logits.detach().sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'loss: BCE part detached': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits.detach(), y)
'''),
'loss: denominator detached': (L, '''
y, p = target.to(logits.dtype), logits.sigmoid()
both, size_p, size_y = (o.sum((0, 2, 3)) for o in (p*y, p*p, y))
dice = (1 - 2*both/(size_p.detach() + size_y).clamp(min=1e-7))*(size_y > 0)
return beta*dice.mean() + (1 - beta)*F.binary_cross_entropy_with_logits(logits, y)
'''),
'unet: added in place of concatenated': (N, '''
x1 = self.block1(x)
x2 = self.block2(self.pool1(x1))
x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
y = self.block5((x3 + self.up1(x4)).repeat(1, 2, 1, 1))
y = self.block6((x2 + self.up2(y)).repeat(1, 2, 1, 1))
return self.head(self.block7((x1 + self.up3(y)).repeat(1, 2, 1, 1)))
'''),
'unet: the copy last': (N, '''
x1 = self.block1(x)
x2 = self.block2(self.pool1(x1))
x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
y = self.block5(torch.cat([self.up1(x4), x3], dim=1))
y = self.block6(torch.cat([self.up2(y), x2], dim=1))
return self.head(self.block7(torch.cat([self.up3(y), x1], dim=1)))
'''),
'unet: no copies': (N, '''
x4 = self.block4(self.pool3(self.block3(self.pool2(self.block2(self.pool1(self.block1(x)))))))
y = x4
for up, block in ((self.up1, self.block5), (self.up2, self.block6), (self.up3, self.block7)):
    y = block(up(y).repeat(1, 2, 1, 1))
return self.head(y)
'''),
'unet: ReLU after the enlarging': (N, '''
x1 = self.block1(x)
x2 = self.block2(self.pool1(x1))
x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
y = self.block5(torch.cat([x3, self.up1(x4).relu()], dim=1))
y = self.block6(torch.cat([x2, self.up2(y).relu()], dim=1))
return self.head(self.block7(torch.cat([x1, self.up3(y).relu()], dim=1)))
'''),
'unet: without head': (N, '''
x1 = self.block1(x)
x2 = self.block2(self.pool1(x1))
x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
y = self.block5(torch.cat([x3, self.up1(x4)], dim=1))
y = self.block6(torch.cat([x2, self.up2(y)], dim=1))
return self.block7(torch.cat([x1, self.up3(y)], dim=1))
'''),
'unet: softmax': (N, '''
x1 = self.block1(x)
x2 = self.block2(self.pool1(x1))
x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
y = self.block5(torch.cat([x3, self.up1(x4)], dim=1))
y = self.block6(torch.cat([x2, self.up2(y)], dim=1))
return self.head(self.block7(torch.cat([x1, self.up3(y)], dim=1))).softmax(1)
'''),
'unet: interpolation beside the up-convolution': (N, '''
x1 = self.block1(x)
x2 = self.block2(self.pool1(x1))
x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
up = lambda m, x: F.interpolate(F.avg_pool2d(m(x), 2), scale_factor=2)
y = self.block5(torch.cat([x3, up(self.up1, x4)], dim=1))
y = self.block6(torch.cat([x2, up(self.up2, y)], dim=1))
return self.head(self.block7(torch.cat([x1, up(self.up3, y)], dim=1)))
'''),
'unet: mean in place of max': (N, '''
x1 = self.block1(x)
x2 = self.block2(F.avg_pool2d(x1, 2))
x3 = self.block3(F.avg_pool2d(x2, 2))
x4 = self.block4(F.avg_pool2d(x3, 2))
y = self.block5(torch.cat([x3, self.up1(x4)], dim=1))
y = self.block6(torch.cat([x2, self.up2(y)], dim=1))
return self.head(self.block7(torch.cat([x1, self.up3(y)], dim=1)))
'''),
'unet: second pooling used again': (N, '''
x1 = self.block1(x)
p2 = self.pool2(self.block2(self.pool1(x1)))
x2, x3 = self.block2(self.pool1(x1)), self.block3(p2)
x4 = self.block4(F.interpolate(torch.cat([p2, p2], 1), scale_factor=0.5))
y = self.block5(torch.cat([x3, self.up1(x4)], dim=1))
y = self.block6(torch.cat([x2, self.up2(y)], dim=1))
return self.head(self.block7(torch.cat([x1, self.up3(y)], dim=1)))
'''),
'unet: joined along the height': (N, '''
x1 = self.block1(x)
x2 = self.block2(self.pool1(x1))
x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
y = self.block5(torch.cat([x3, self.up1(x4)], dim=2))
y = self.block6(torch.cat([x2, self.up2(y)], dim=2))
return self.head(self.block7(torch.cat([x1, self.up3(y)], dim=2)))
'''),
'unet: last copy is the one before': (N, '''
x1 = self.block1(x)
x2 = self.block2(self.pool1(x1))
x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
y = self.block5(torch.cat([x3, self.up1(x4)], dim=1))
y = self.block6(torch.cat([x2, self.up2(y)], dim=1))
y = self.up3(y)
return self.head(self.block7(torch.cat([y, y], dim=1)))
'''),
'unet: without gradient': (N, '''
with torch.no_grad():
    x1 = self.block1(x)
    x2 = self.block2(self.pool1(x1))
    x3 = self.block3(self.pool2(x2))
    y = self.block5(torch.cat([x3, self.up1(self.block4(self.pool3(x3)))], dim=1))
    y = self.block6(torch.cat([x2, self.up2(y)], dim=1))
    return self.head(self.block7(torch.cat([x1, self.up3(y)], dim=1)))
'''),
'unet: way down without gradient': (N, '''
with torch.no_grad():
    x1 = self.block1(x)
    x2 = self.block2(self.pool1(x1))
    x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
y = self.block5(torch.cat([x3, self.up1(x4)], dim=1))
y = self.block6(torch.cat([x2, self.up2(y)], dim=1))
return self.head(self.block7(torch.cat([x1, self.up3(y)], dim=1)))
'''),
'unet: copies detached': (N, '''
x1 = self.block1(x)
x2 = self.block2(self.pool1(x1))
x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
y = self.block5(torch.cat([x3.detach(), self.up1(x4)], dim=1))
y = self.block6(torch.cat([x2.detach(), self.up2(y)], dim=1))
return self.head(self.block7(torch.cat([x1.detach(), self.up3(y)], dim=1)))
'''),
'unet: copies of what was pooled': (N, '''
x1 = self.block1(x)
x2 = self.block2(self.pool1(x1))
x3 = self.block3(self.pool2(x2))
x4 = self.block4(self.pool3(x3))
again = lambda x: F.interpolate(F.max_pool2d(x, 2), scale_factor=2)
y = self.block5(torch.cat([again(x3), self.up1(x4)], dim=1))
y = self.block6(torch.cat([again(x2), self.up2(y)], dim=1))
return self.head(self.block7(torch.cat([again(x1), self.up3(y)], dim=1)))
'''),
'mask: everywhere': (M, '''
img = coco.imgs[image_id]
return np.ones((img['height'], img['width']), bool)
'''),
'unpool: nothing done': (U, '''
return x.clone()
'''),
'unpool: zeros': (U, '''
return torch.zeros_like(x)
'''),
'loss: zero': (L, '''
return 0*logits.sum()
'''),
'unet: zeros': (N, '''
return 0*self.head(self.block1(x))
'''),
}
