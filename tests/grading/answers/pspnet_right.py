"Equivalent right answers of the PSPNet lab: name -> (question, body between the solution markers, not indented)"
RIGHT = {
'resize: with functions': ('questao_resize', '''
side = target_shape[0]
if img.mode == 'RGB': img = TF.resize(img, side, IM.BILINEAR)
else: img = TF.resize(img, side, IM.NEAREST)
return np.asarray(TF.center_crop(img, [side, side])).copy()
'''),
'resize: one composition': ('questao_resize', '''
tfm = T.Compose([T.Resize(target_shape[0], interpolation=IM.NEAREST if img.mode in 'LPI' else IM.BILINEAR),
                 T.CenterCrop(target_shape)])
return np.array(tfm(img))
'''),
'resize: with Pillow': ('questao_resize', '''
side, (w, h) = target_shape[0], img.size
k = side/min(w, h)
w, h = round(w*k), round(h*k)
img = img.resize((w, h), Image.Resampling.BILINEAR if img.mode == 'RGB' else Image.Resampling.NEAREST)
left, top = (w - side)//2, (h - side)//2
return np.array(img.crop((left, top, left + side, top + side)))
'''),
'flip: item by item': ('questao_flip', '''
img, mask = pair
if torch.rand(()).item() >= self.prob: return img, mask
return TF.hflip(img), TF.hflip(mask)
'''),
'flip: with Pillow, a list': ('questao_flip', '''
flip = torch.rand(1).item() < self.prob
return [o.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if flip else o for o in pair]
'''),
'jitter: early return': ('questao_jitter', '''
if torch.rand(1) > self.prob: return pair
return self.jitter(pair[0]), pair[1]
'''),
'jitter: applied at random': ('questao_jitter', '''
return T.RandomApply([self.jitter], self.prob)(pair[0]), pair[1]
'''),
'perspective: keywords': ('questao_perspectiva', '''
if torch.rand(1).item() > self.prob: return pair
img, mask = pair
w, h = img.size
start, end = T.RandomPerspective.get_params(w, h, self.param)
return (TF.perspective(img, start, end, interpolation=IM.BILINEAR, fill=0),
        TF.perspective(mask, start, end, interpolation=IM.NEAREST, fill=0))
'''),
'parameters: a loop': ('questao_parametros', '''
n = 0
for p in model.parameters():
    if p.requires_grad: n += p.nelement()
return n
'''),
'parameters: filter': ('questao_parametros', '''
return sum(map(torch.numel, filter(lambda p: p.requires_grad, model.parameters())))
'''),
'ppm: a loop': ('questao_ppm', '''
h, w = x.shape[2:]
result = [x]
for b in self.bins: result.append(nn.Upsample((h, w), mode='bilinear', align_corners=True)(b(x)))
return torch.cat(result, 1)
'''),
'ppm: joined one by one': ('questao_ppm', '''
y = x
for b in self.bins:
    y = torch.concat([y, F.interpolate(b(x), size=tuple(x.shape[2:]), mode='bilinear', align_corners=True)], -3)
return y
'''),
'upsample: by size': ('questao_upsample', '''
h, w = x.shape[-2:]
return self.us_transform(F.interpolate(x, (2*h, 2*w), mode='bilinear', align_corners=True))
'''),
'upsample: modules': ('questao_upsample', '''
x = nn.UpsamplingBilinear2d(scale_factor=2)(x)
for layer in self.us_transform: x = layer(x)
return x
'''),
'upsample: layer by layer': ('questao_upsample', '''
convolution, norm, relu = self.us_transform
big = F.interpolate(x, scale_factor=(2., 2.), mode='bilinear', align_corners=True)
return relu(norm(convolution(big)))
'''),
'head: added one by one': ('questao_head', '''
layers = [nn.BatchNorm2d(in_channels), nn.ReLU(inplace=True), nn.Dropout2d(p=dropout)]
layers.append(nn.Conv2d(in_channels, num_classes, kernel_size=1))
self.segmentation_head = nn.Sequential(*layers)
'''),
'iou: picture by picture': ('questao_iou', '''
values = []
for p, t in zip(prediction, target):
    p, t = p[t != self.ignore_index], t[t != self.ignore_index]
    hits = torch.tensor([((p == c) & (t == c)).sum() for c in range(self.num_classes)])
    union = torch.tensor([((p == c) | (t == c)).sum() for c in range(self.num_classes)])
    there = torch.tensor([bool((t == c).any()) for c in range(self.num_classes)])
    if not len(t): values.append(torch.tensor(torch.nan))
    elif average == 'micro': values.append(hits.sum()/union.sum())
    else: values.append((hits[there]/union[there]).mean())
return self._reduced(torch.stack(values), reduce)
'''),
'iou: in floating point': ('questao_iou', '''
P, T = (o.float() for o in self._masks(prediction, target))
num, den = (P*T).sum((2, 3)), (P + T - P*T).sum((2, 3))
if average == 'micro': return self._reduced(num.sum(1)/den.sum(1), reduce)
there = (T.sum((2, 3)) > 0).float()
return self._reduced((num/den.clamp(min=1)*there).sum(1)/there.sum(1), reduce)
'''),
'recall: flat': ('questao_recall', '''
P, T = (o.flatten(2) for o in self._masks(prediction, target))
num, den = (P & T).sum(-1).double(), T.sum(-1).double()
values = num.sum(-1)/den.sum(-1) if average == 'micro' else torch.nanmean(num/den, -1)
return self._reduced(values, reduce)
'''),
'training: a counter and its own optimiser calls': ('questao_treino', '''
self.train()
n = len(train_dataloader)
for epoch in range(1, cfg['num_epochs'] + 1):
    for number, batch in enumerate(train_dataloader):
        x, y = (o.to(device) for o in batch)
        scores, _ = self(x)
        loss = cfg['loss_fn'](scores, y, reduce='mean')
        self.optimizer.zero_grad(set_to_none=False)
        loss.backward()
        self.optimizer.step()
        self.scheduler.step()
        if not number % cfg['validate_each_iter']:
            print(epoch, number, loss.item())
            self.validate_model(val_dataloader, (epoch - 1)*n + number)
    torch.save(self.state_dict(), cfg['save_model_path'] + f'_{epoch}.pth')
'''),
'training: silent': ('questao_treino', '''
self.decoder.train(), self.head.train()
step = 0
for epoch in range(cfg['num_epochs']):
    for number, (x, y) in enumerate(train_dataloader):
        self.optimizer.zero_grad()
        cfg['loss_fn'](self(x.to(device))[0], y.to(device), reduce='mean').backward()
        self.optimizer.step()
        self.scheduler.step()
        if number % cfg['validate_each_iter'] == 0: self.validate_model(val_dataloader, step)
        step += 1
    torch.save(self.state_dict(), cfg['save_model_path'] + '_' + str(epoch + 1) + '.pth')
'''),
'test: two lists': ('questao_teste', '''
self.decoder.eval()
self.head.eval()
predictions, targets = [], []
with torch.inference_mode():
    for x, y in test_dataloader:
        scores, labels = self.forward(x.to(device))
        predictions.append(labels.cpu())
        targets.append(y.cpu())
return torch.cat(predictions, 0), torch.cat(targets, 0)
'''),
}
