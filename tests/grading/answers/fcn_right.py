"Equivalent right answers of the FCN lab: name -> (question, body between the solution markers, not indented)"
RIGHT = {
'dice: from the IoU': ('questao_dice', '''
j = iou(int_sum, uni_sum)
return 2*j/(1 + j)
'''),
'dice: class by class': ('questao_dice', '''
res = []
for i, u in zip(int_sum, uni_sum): res.append(2*i/(i + u) if u > 0 else np.nan)
return np.array(res)
'''),
'dice: masked division': ('questao_dice', '''
i, u = np.asarray(int_sum, dtype=float), np.asarray(uni_sum, dtype=float)
return np.divide(i, (i + u)/2, out=np.full(i.shape, np.nan), where=u > 0)
'''),
'dice: in place on a copy': ('questao_dice', '''
both = uni_sum.astype(float)
both += int_sum
both[both == 0] = np.nan
return 2*int_sum/both
'''),
'forward: upsample modules': ('questao_forward', '''
h, w = x.size(2), x.size(3)
if not self.skip: y = self.backbone(x)
else:
    y1 = self.backbone1(x)
    y2 = nn.Upsample(size=y1.shape[2:], mode='bilinear', align_corners=False)(self.backbone2(y1))
    y = torch.cat((y1, y2), 1)
return nn.Upsample(size=(h, w), mode='bilinear', align_corners=False)(self.classifier(y))
'''),
'forward: default of align_corners': ('questao_forward', '''
if self.skip:
    a = self.backbone1(x)
    b = self.backbone2(a)
    b = F.interpolate(b, size=(a.shape[2], a.shape[3]), mode='bilinear')
    x_ = torch.concat([a, b], -3)
else:
    x_ = self.backbone(x)
out = self.classifier(x_)
return F.interpolate(out, tuple(x.shape[2:]), mode='bilinear')
'''),
'alexnet: lists of layers, one convolution': ('questao_alexnet', '''
layers = list(features.children())
if self.skip == 16:
    self.backbone1, self.backbone2 = nn.Sequential(*layers[:6]), nn.Sequential(*layers[6:])
    self.classifier = nn.Sequential(nn.Conv2d(448, num_classes, kernel_size=1))
elif self.skip == 8:
    self.backbone1, self.backbone2 = nn.Sequential(*layers[:3]), nn.Sequential(*layers[3:])
    self.classifier = nn.Sequential(nn.Conv2d(320, num_classes, kernel_size=1))
else:
    self.backbone = nn.Sequential(*layers)
    self.classifier = nn.Sequential(nn.Conv2d(256, num_classes, kernel_size=1))
'''),
'alexnet: no batch norm': ('questao_alexnet', '''
if self.skip:
    cut, channels = {16: (6, 448), 8: (3, 320)}[self.skip]
    self.backbone1, self.backbone2 = features[:cut], features[cut:]
else: self.backbone, channels = features, 256
self.classifier = nn.Sequential(nn.Conv2d(channels, 100, 1), nn.ReLU(), nn.Conv2d(100, num_classes, 1))
'''),
'alexnet: narrow and deep': ('questao_alexnet', '''
cut, c = {False: (0, 256), 16: (6, 448), 8: (3, 320)}[self.skip]
if cut: self.backbone1, self.backbone2 = features[:cut], features[cut:]
else: self.backbone = features
self.classifier = nn.Sequential(nn.Conv2d(c, 16, 1), nn.ReLU(), nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(),
                                nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, num_classes, 1))
'''),
'alexnet: as in the paper': ('questao_alexnet', '''
cut = {False: 0, 16: 6, 8: 3}[self.skip]
if cut: self.backbone1, self.backbone2 = features[:cut], features[cut:]
else: self.backbone = features
c = {False: 256, 16: 448, 8: 320}[self.skip]
self.classifier = nn.Sequential(
    nn.Conv2d(c, 512, 7, padding=3), nn.ReLU(inplace=True), nn.Dropout2d(),
    nn.Conv2d(512, 256, 1), nn.ReLU(inplace=True),
    nn.Dropout2d(), nn.Conv2d(256, num_classes, 1))
'''),
'vgg: nested classifier': ('questao_vgg', '''
def step(a, b, k): return nn.Sequential(nn.Conv2d(a, b, k, padding='same', bias=False), nn.BatchNorm2d(b), nn.ReLU())
if self.skip:
    pools = [i for i, m in enumerate(features) if isinstance(m, nn.MaxPool2d)]
    cut = pools[3 if self.skip == 16 else 2] + 1
    self.backbone1, self.backbone2 = features[:cut], features[cut:]
    channels = 512 + (512 if self.skip == 16 else 256)
else:
    self.backbone, channels = features, 512
self.classifier = nn.Sequential(step(channels, 64, 3), step(64, 64, 3), nn.Conv2d(64, num_classes, (1, 1)))
'''),
'vgg: no batch norm': ('questao_vgg', '''
if self.skip:
    cut, channels = {16: (24, 1024), 8: (17, 768)}[self.skip]
    self.backbone1, self.backbone2 = features[:cut], features[cut:]
else: self.backbone, channels = features, 512
self.classifier = nn.Sequential(nn.Conv2d(channels, 64, 1), nn.ReLU(), nn.Conv2d(64, 64, 1), nn.ReLU(),
                                nn.Conv2d(64, 64, 1), nn.ReLU(), nn.Conv2d(64, num_classes, 1))
'''),
'optimizer: AdamW, by name': ('questao_optimizer', '''
if not pretrained: return optim.AdamW(net.parameters(), **more)
slow = [p for name, p in net.named_parameters() if name.startswith('backbone')]
fast = [p for name, p in net.named_parameters() if not name.startswith('backbone')]
return optim.AdamW([dict(params=slow, lr=lr/10), dict(params=fast, lr=lr)], **more)
'''),
'optimizer: groups in a list': ('questao_optimizer', '''
if pretrained:
    groups = [{'params': list(m.parameters()), 'lr': r} for m, r in (
        (net.classifier, lr), (net.backbone2, 0.1*lr), (net.backbone1, 0.1*lr))]
else:
    groups = [{'params': m.parameters()} for m in net.children()]
return torch.optim.Adam(groups, **more)
'''),
'criterion: function': ('questao_criterion', '''
def criterion(p, y): return F.cross_entropy(p, y, ignore_index=255)
'''),
'criterion: log-softmax': ('questao_criterion', '''
def criterion(logits, labels):
    return F.nll_loss(logits.log_softmax(dim=1), labels.long(), ignore_index=255)
'''),
'train: view': ('questao_train', '''
b, c, h, w = outs.shape
loss = criterion(outs.view(b, c, h*w), y.view(b, h*w))
loss.backward()
optimizer.step()
'''),
'train: not linearised': ('questao_train', '''
optimizer.zero_grad()
loss = criterion(outs, y)
loss.backward()
optimizer.step()
'''),
'train: channels moved to the end': ('questao_train', '''
loss = criterion(outs.moveaxis(1, -1).flatten(0, 2), y.ravel())
torch.autograd.backward(loss)
optimizer.step()
'''),
'train: pixels as rows': ('questao_train', '''
n = outs.size(1)
loss = criterion(outs.permute(0, 2, 3, 1).reshape(-1, n), y.reshape(-1))
loss.backward()
optimizer.step()
'''),
'validate: softmax before the arg-max': ('questao_validate', '''
with torch.no_grad():
    outs = net(x)
    b, c = outs.shape[:2]
    loss = criterion(outs.view(b, c, -1), y.view(b, -1))
    prds = F.softmax(outs, dim=1).argmax(1)
'''),
'validate: inference mode, max': ('questao_validate', '''
with torch.inference_mode():
    outs = net(x)
    loss = criterion(outs, y)
    _, prds = outs.max(1)
'''),
}
