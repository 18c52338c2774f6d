"Equivalent right answers of the lecture on segmentation: name -> (question, body between the solution markers)"
RIGHT = {
'mask: by the index of ids': ('questao_mascara', '''
ids = coco.getAnnIds(imgIds=[image_id], catIds=[category], iscrowd=False)
mask = np.zeros([coco.imgs[image_id][k] for k in ('height', 'width')])
for o in coco.loadAnns(ids): mask = np.maximum(mask, coco.annToMask(o))
return mask.astype(bool)
'''),
'mask: logical or of a list': ('questao_mascara', '''
img = coco.loadImgs(image_id)[0]
masks = [np.zeros((img['height'], img['width']), np.uint8)]
masks += [coco.annToMask(o) for o in coco.imgToAnns[image_id] if (o['category_id'], o['iscrowd']) == (category, 0)]
return np.any(masks, axis=0)
'''),
'field: from the end': ('questao_campo_receptivo', '''
r = 1
for kernel, stride, dilation in reversed(layers): r = (r - 1)*stride + (kernel - 1)*dilation + 1
return r
'''),
'field: products of strides': ('questao_campo_receptivo', '''
strides = [s for _, s, _ in layers]
return 1 + sum((k - 1)*d*int(np.prod(strides[:i], dtype=int)) for i, (k, _, d) in enumerate(layers))
'''),
'unpool: sizes with keywords': ('questao_unpooling', '''
sizes, places = [], []
for _ in range(2):
    sizes.append(x.size())
    x, i = pool(x)
    places.append(i)
for size, i in zip(sizes[::-1], places[::-1]): x = unpool(x, i, size)
return x
'''),
'unpool: functions': ('questao_unpooling', '''
a, i = F.max_pool2d(x, 2, return_indices=True)
b, j = F.max_pool2d(a, 2, return_indices=True)
return F.max_unpool2d(F.max_unpool2d(b, j, 2, output_size=a.shape[-2:]), i, 2, output_size=x.shape[-2:])
'''),
'metrics: from counts': ('questao_metricas', '''
t, p = (torch.as_tensor(np.asarray(o)).bool() for o in (truth, prediction))
tp, fp, fn = (t & p).sum().item(), (~t & p).sum().item(), (t & ~p).sum().item()
return (tp/(tp + fp + fn), 2*tp/(2*tp + fp + fn)) if tp + fp + fn else (1.0, 1.0)
'''),
'metrics: one from the other': ('questao_metricas', '''
t, p = np.array(truth, dtype=float) > 0.5, np.array(prediction, dtype=float) > 0.5
union = np.logical_or(t, p).sum()
if not union: return 1.0, 1.0
iou = float(np.logical_and(t, p).sum()/union)
return iou, 2*iou/(1 + iou)
'''),
'target: a loop': ('questao_alvo', '''
y = torch.zeros(masks.shape[1:], dtype=torch.long)
for k, m in enumerate(masks): y[m > 0] = k + 1
return y
'''),
'target: argmax from the end': ('questao_alvo', '''
both = torch.cat([torch.ones_like(masks[:1]), masks]).long()
return len(masks) - both.flip(0).argmax(0)
'''),
'loss: class by class': ('questao_loss', '''
y, p, dice = target.float(), torch.sigmoid(logits), 0
for c in range(logits.shape[1]):
    if y[:, c].sum() > 0: dice = dice + 1 - 2*(p[:, c]*y[:, c]).sum()/(p[:, c].square().sum() + y[:, c].sum())
return beta*dice/logits.shape[1] + (1 - beta)*nn.BCEWithLogitsLoss()(logits, y)
'''),
'loss: stable by hand': ('questao_loss', '''
y = target.float()
bce = (logits.clamp(min=0) - logits*y + torch.log1p(torch.exp(-logits.abs()))).mean()
p, n = logits.sigmoid().movedim(1, 0).flatten(1), y.movedim(1, 0).flatten(1)
dice = torch.where(n.sum(1) > 0, 1 - 2*(p*n).sum(1)/(p.pow(2).sum(1) + n.pow(2).sum(1) + 1e-9), torch.zeros(len(n)))
return beta*dice.mean() + (1 - beta)*bce
'''),
'loss: norms, and the BCE of the course': ('questao_loss', '''
y, p = (o.float().transpose(0, 1).flatten(1) for o in (target, logits.sigmoid()))
scores = 2*(p*y).sum(1)/(p.norm(dim=1)**2 + y.norm(dim=1)**2).clamp(min=1e-8)
dice = (1 - scores).where(y.any(1), 0)
return beta*dice.mean() + (1 - beta)*SegmentationLoss(mode='multilabel')(logits, target)
'''),
'loss: products of tensors': ('questao_loss', '''
y, p = target.to(logits), torch.sigmoid(logits)
both, below = torch.einsum('bchw,bchw->c', p, y), torch.einsum('bchw,bchw->c', p, p) + torch.einsum('bchw->c', y)
present = y.amax((0, 2, 3))
dice = (present - 2*both/(below + 1e-8)).mean()
return torch.lerp(F.binary_cross_entropy_with_logits(logits, y), dice, beta)
'''),
'unet: loops': ('questao_unet', '''
copies = []
for block, pool in ((self.block1, self.pool1), (self.block2, self.pool2), (self.block3, self.pool3)):
    copies.append(block(x))
    x = pool(copies[-1])
x = self.block4(x)
for up, block in ((self.up1, self.block5), (self.up2, self.block6), (self.up3, self.block7)):
    x = block(torch.cat((copies.pop(), up(x)), 1))
return self.head(x)
'''),
}
