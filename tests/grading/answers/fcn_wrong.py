"""Plausible wrong answers to the questions of the FCN lab.

WRONG: name -> (question id, body of the answer). The tests of a question depend on no other question's answer."""
D, F, A, V, O, C, T, N = (f'questao_{o}' for o in 'dice forward alexnet vgg optimizer criterion train validate'.split())
WRONG = {
'dice: IoU': (D, '''
with np.errstate(invalid='ignore'): return int_sum/uni_sum
'''),
'dice: twice the IoU': (D, '''
with np.errstate(invalid='ignore'): return 2*int_sum/uni_sum
'''),
'dice: intersection over sum': (D, '''
with np.errstate(invalid='ignore'): return int_sum/(int_sum + uni_sum)
'''),
'dice: twice the union in the sum': (D, '''
with np.errstate(invalid='ignore'): return 2*int_sum/(int_sum + 2*uni_sum)
'''),
'dice: absent classes count 0': (D, '''
with np.errstate(invalid='ignore'): return np.nan_to_num(2*int_sum/(int_sum + uni_sum))
'''),
'dice: absent classes count 1': (D, '''
with np.errstate(invalid='ignore'): return np.where(uni_sum == 0, 1., 2*int_sum/(int_sum + uni_sum))
'''),
'dice: smoothed': (D, '''
return (2*int_sum + 1)/(int_sum + uni_sum + 1)
'''),
'dice: epsilon in the denominator': (D, '''
return 2*int_sum/(int_sum + uni_sum + 1e-7)
'''),
'dice: mean over the classes': (D, '''
with np.errstate(invalid='ignore'): return np.nanmean(2*int_sum/(int_sum + uni_sum))
'''),
'dice: over all classes at once': (D, '''
return 2*int_sum.sum()/(int_sum + uni_sum).sum()*np.ones(len(int_sum))
'''),
'dice: float32': (D, '''
i, u = int_sum.astype(np.float32), uni_sum.astype(np.float32)
with np.errstate(invalid='ignore'): return 2*i/(i + u)
'''),
'dice: integer division': (D, '''
return 2*int_sum//np.maximum(int_sum + uni_sum, 1)
'''),
'dice: without the background': (D, '''
with np.errstate(invalid='ignore'): return (2*int_sum/(int_sum + uni_sum))[1:]
'''),
'dice: two classes expected': (D, '''
return np.array([2*int_sum[c]/(int_sum[c] + uni_sum[c]) for c in range(2)])
'''),
'dice: from rounded IoU': (D, '''
j = np.round(iou(int_sum, uni_sum), 2)
return 2*j/(1 + j)
'''),
'dice: in percent': (D, '''
with np.errstate(invalid='ignore'): return 200*int_sum/(int_sum + uni_sum)
'''),
'dice: nothing returned': (D, '''
2*int_sum/np.maximum(int_sum + uni_sum, 1)
'''),
'dice: adds to the union in place': (D, '''
uni_sum += int_sum
with np.errstate(invalid='ignore'): return 2*int_sum/uni_sum
'''),
'dice: doubles the intersection in place': (D, '''
uni_sum = int_sum + uni_sum
int_sum *= 2
with np.errstate(invalid='ignore'): return int_sum/uni_sum
'''),
'dice: marks absent classes in the union': (D, '''
absent = uni_sum == 0
uni_sum[absent] = 1
return np.where(absent, np.nan, 2*int_sum/(int_sum + uni_sum))
'''),
'forward: no enlargement': (F, '''
if not self.skip: return self.classifier(self.backbone(x))
a = self.backbone1(x)
return self.classifier(torch.cat([a, F.interpolate(self.backbone2(a), a.shape[-2:], mode='bilinear')], 1))
'''),
'forward: nearest': (F, '''
if not self.skip: return F.interpolate(self.classifier(self.backbone(x)), x.shape[-2:])
a = self.backbone1(x)
y = torch.cat([a, F.interpolate(self.backbone2(a), a.shape[-2:])], 1)
return F.interpolate(self.classifier(y), x.shape[-2:])
'''),
'forward: corners aligned': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear', align_corners=True)
if not self.skip: return up(self.classifier(self.backbone(x)), x)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(a), a)], 1)), x)
'''),
'forward: deep map enlarged by nearest': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return up(self.classifier(self.backbone(x)), x)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, F.interpolate(self.backbone2(a), a.shape[-2:])], 1)), x)
'''),
'forward: deep map with corners aligned': (F, '''
up = lambda o, like, corners=False: F.interpolate(o, like.shape[-2:], mode='bilinear', align_corners=corners)
if not self.skip: return up(self.classifier(self.backbone(x)), x)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(a), a, True)], 1)), x)
'''),
'forward: bicubic': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bicubic')
if not self.skip: return up(self.classifier(self.backbone(x)), x)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(a), a)], 1)), x)
'''),
'forward: always 224': (F, '''
up = lambda o, size: F.interpolate(o, size, mode='bilinear')
if not self.skip: return up(self.classifier(self.backbone(x)), (224, 224))
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(a), a.shape[-2:])], 1)), (224, 224))
'''),
'forward: 32 times': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return F.interpolate(self.classifier(self.backbone(x)), scale_factor=32, mode='bilinear')
a = self.backbone1(x)
return F.interpolate(self.classifier(torch.cat([a, up(self.backbone2(a), a)], 1)), scale_factor=16, mode='bilinear')
'''),
'forward: width and height exchanged': (F, '''
up = lambda o, size: F.interpolate(o, size, mode='bilinear')
size = x.shape[3], x.shape[2]
if not self.skip: return up(self.classifier(self.backbone(x)), size)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(a), a.shape[-2:])], 1)), size)
'''),
'forward: features enlarged, then classified': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return self.classifier(up(self.backbone(x), x))
a = self.backbone1(x)
return self.classifier(torch.cat([up(a, x), up(self.backbone2(a), x)], 1))
'''),
'forward: deep first': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return up(self.classifier(self.backbone(x)), x)
a = self.backbone1(x)
return up(self.classifier(torch.cat([up(self.backbone2(a), a), a], 1)), x)
'''),
'forward: shallow map reduced to the deep one': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return up(self.classifier(self.backbone(x)), x)
a = self.backbone1(x)
b = self.backbone2(a)
return up(self.classifier(torch.cat([up(a, b), b], 1)), x)
'''),
'forward: joined along the batch': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return up(self.classifier(self.backbone(x)), x)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(a), a)], 0)), x)
'''),
'forward: deep map of the picture': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return up(self.classifier(self.backbone(x)), x)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(x), a)], 1)), x)
'''),
'forward: skip never used': (F, '''
return F.interpolate(self.classifier(self.backbone(x)), x.shape[-2:], mode='bilinear')
'''),
'forward: skip always used': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(a), a)], 1)), x)
'''),
'forward: deep map counts nothing': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return up(self.classifier(self.backbone(x)), x)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, 0*up(self.backbone2(a), a)], 1)), x)
'''),
'forward: softmax at the end': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return up(self.classifier(self.backbone(x)), x).softmax(1)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(a), a)], 1)), x).softmax(1)
'''),
'forward: classes instead of logits': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return up(self.classifier(self.backbone(x)), x).argmax(1)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(a), a)], 1)), x).argmax(1)
'''),
'forward: skip only for 16': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if self.skip != 16: return up(self.classifier(self.backbone(x)), x)
a = self.backbone1(x)
return up(self.classifier(torch.cat([a, up(self.backbone2(a), a)], 1)), x)
'''),
'forward: backbone without a gradient': (F, '''
up = lambda o, like: F.interpolate(o, like.shape[-2:], mode='bilinear')
if not self.skip: return up(self.classifier(F.relu(self.backbone(x))), x)
a = self.backbone1(x)
return up(self.classifier(F.relu(torch.cat([a, up(self.backbone2(a), a)], 1))), x)
'''),
}


def network(channels, classes='num_classes', body='nn.Conv2d({c}, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, {k}, 1)',
            cuts='', joined='', features='features', after=''):
    "The constructor of a network, with variations; `channels` without skip, `joined` with"
    body = body.replace('{k}', classes)
    return f'''
features = {features}
if self.skip:
    cut, channels = {cuts}[self.skip], {joined}[self.skip]
    self.backbone1, self.backbone2 = features[:cut], features[cut:]
else: self.backbone, channels = features, {channels}
self.classifier = nn.Sequential({body.replace('{c}', 'channels')})
{after}
'''


def vary(question, word, channels, cuts, joined, off, more):
    "Wrong constructors of one network, and what differs in each"
    def add(name, **change):
        WRONG[f'{word}: {name}'] = question, network(**(dict(channels=channels, cuts=cuts, joined=joined) | change))
    add('pooling left to the deep part', cuts={k: v - 1 for k, v in cuts.items()})
    add('one layer too many in the shallow part', cuts={k: v + 1 for k, v in cuts.items()})
    add('cuts exchanged', cuts={16: cuts[8], 8: cuts[16]}, joined={16: joined[8], 8: joined[16]})
    add('always the cut for 16', cuts={16: cuts[16], 8: cuts[16]}, joined={16: joined[16], 8: joined[16]})
    add('channels of the deep map only', joined={16: off, 8: off})
    add('channels of the other cut', joined={16: joined[8], 8: joined[16]})
    add('three classes always', classes='3')
    add('VOC\'s 21 classes', classes='21')
    add('kernel without padding', body='nn.Conv2d({c}, 64, 3), nn.ReLU(), nn.Conv2d(64, {k}, 1)')
    add('strided classifier', body='nn.Conv2d({c}, 64, 3, 2, 1), nn.ReLU(), nn.Conv2d(64, {k}, 1)')
    add('ReLU at the end', body='nn.Conv2d({c}, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, {k}, 1), nn.ReLU()')
    add('softmax at the end', body='nn.Conv2d({c}, 64, 1), nn.ReLU(), nn.Conv2d(64, {k}, 1), nn.Softmax(1)')
    add('log-softmax at the end', body='nn.Conv2d({c}, 64, 1), nn.ReLU(), nn.Conv2d(64, {k}, 1), nn.LogSoftmax(1)')
    add('sigmoid at the end', body='nn.Conv2d({c}, 64, 1), nn.ReLU(), nn.Conv2d(64, {k}, 1), nn.Sigmoid()')
    add('last kernel of 3', body='nn.Conv2d({c}, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, {k}, 3, padding=1)')
    add('deep part of the whole', after='if self.skip: self.backbone2 = features')
    for name, change in more.items(): add(name, **change)


vary(A, 'alexnet', 256, {16: 6, 8: 3}, {16: 448, 8: 320}, 256, {
    'features built anew': dict(features='conv_features(alexnet)'),
    'pretrained in any case': dict(features='conv_features(alexnet, AlexNet_Weights.DEFAULT)',
                                   after='initialize_weights, pretrained = (lambda *a: None), True'),
    'last pooling left out': dict(features='features[:-1]'),
    'backbone frozen': dict(after='features.requires_grad_(False)'),
    'dense layer': dict(body='nn.Conv2d({c}, 64, 1), nn.ReLU(), nn.Flatten(), nn.Linear(2304, {k})'),
    'classifier enlarges': dict(body='nn.Conv2d({c}, 64, 1), nn.Upsample(scale_factor=2), nn.Conv2d(64, {k}, 1)'),
    'skip forgotten': dict(after='if self.skip: self.backbone = features; del self.backbone1, self.backbone2'),
    'backbones initialised anew': dict(after='initialize_weights(self)'),
    'no initialisation': dict(after='initialize_weights = lambda *parts: None')})
vary(V, 'vgg', 512, {16: 24, 8: 17}, {16: 1024, 8: 768}, 512, {})

WRONG |= {
'optimizer: one rate for all': (O, '''
return optim.Adam(net.parameters(), **more)
'''),
'optimizer: small rate for all': (O, '''
return optim.Adam(net.parameters(), **more | dict(lr=lr*0.1))
'''),
'optimizer: rates exchanged': (O, '''
if not pretrained: return optim.Adam(net.parameters(), **more)
return optim.Adam([{'params': net.backbone1.parameters()}, {'params': net.backbone2.parameters()},
                   {'params': net.classifier.parameters(), 'lr': lr*0.1}], **more)
'''),
'optimizer: small rate for the first part only': (O, '''
if not pretrained: return optim.Adam(net.parameters(), **more)
return optim.Adam([{'params': net.backbone1.parameters(), 'lr': lr*0.1}, {'params': net.backbone2.parameters()},
                   {'params': net.classifier.parameters()}], **more)
'''),
'optimizer: second part forgotten': (O, '''
if not pretrained: return optim.Adam(net.parameters(), **more)
return optim.Adam([{'params': net.backbone1.parameters(), 'lr': lr*0.1},
                   {'params': net.classifier.parameters()}], **more)
'''),
'optimizer: classifier forgotten': (O, '''
if not pretrained: return optim.Adam(net.parameters(), **more)
return optim.Adam([{'params': net.backbone1.parameters()},
                   {'params': net.backbone2.parameters()}], **more | dict(lr=lr*.1))
'''),
'optimizer: a rate written down': (O, '''
if not pretrained: return optim.Adam(net.parameters(), **more)
return optim.Adam([{'params': net.backbone1.parameters(), 'lr': 1e-5},
                   {'params': net.backbone2.parameters(), 'lr': 1e-5},
                   {'params': net.classifier.parameters(), 'lr': 1e-4}], **more)
'''),
'optimizer: lr of the settings': (O, '''
more['lr'] = lr = args['lr']*0.5
if not pretrained: return optim.Adam(net.parameters(), **more)
return optim.Adam([{'params': net.backbone1.parameters(), 'lr': lr*0.1},
                   {'params': net.backbone2.parameters(), 'lr': lr*0.1},
                   {'params': net.classifier.parameters()}], **more)
'''),
'optimizer: ten times instead of a tenth': (O, '''
if not pretrained: return optim.Adam(net.parameters(), **more)
return optim.Adam([{'params': net.backbone1.parameters(), 'lr': lr*10},
                   {'params': net.backbone2.parameters(), 'lr': lr*10},
                   {'params': net.classifier.parameters()}], **more)
'''),
'optimizer: groups also without pretraining': (O, '''
return optim.Adam([{'params': [p for n, p in net.named_parameters() if 'backbone' in n], 'lr': lr*0.1},
                   {'params': net.classifier.parameters()}], **more)
'''),
'optimizer: skip taken for pretrained': (O, '''
if not skip: return optim.Adam(net.parameters(), **more)
return optim.Adam([{'params': [p for n, p in net.named_parameters() if 'backbone' in n], 'lr': lr*0.1},
                   {'params': net.classifier.parameters()}], **more)
'''),
'optimizer: classifier only': (O, '''
if not pretrained: return optim.Adam(net.parameters(), **more)
return optim.Adam(net.classifier.parameters(), **more)
'''),
'optimizer: SGD': (O, '''
more = dict(lr=lr, weight_decay=args['weight_decay'], momentum=0.9)
if not pretrained: return optim.SGD(net.parameters(), **more)
return optim.SGD([{'params': [p for n, p in net.named_parameters() if 'backbone' in n], 'lr': lr*0.1},
                  {'params': net.classifier.parameters()}], **more)
'''),
'optimizer: no weight decay': (O, '''
del more['weight_decay']
if not pretrained: return optim.Adam(net.parameters(), **more)
return optim.Adam([{'params': [p for n, p in net.named_parameters() if 'backbone' in n], 'lr': lr*0.1},
                   {'params': net.classifier.parameters()}], **more)
'''),
'optimizer: betas exchanged': (O, '''
more['betas'] = 0.999, args['momentum']
if not pretrained: return optim.Adam(net.parameters(), **more)
return optim.Adam([{'params': [p for n, p in net.named_parameters() if 'backbone' in n], 'lr': lr*0.1},
                   {'params': net.classifier.parameters()}], **more)
'''),
'optimizer: biases left out': (O, '''
weights = lambda net: [p for n, p in net.named_parameters() if n.endswith('weight')]
if not pretrained: return optim.Adam(weights(net), **more)
return optim.Adam([{'params': weights(net.backbone1) + weights(net.backbone2), 'lr': lr*0.1},
                   {'params': weights(net.classifier)}], **more)
'''),
'optimizer: skip only if True': (O, '''
if not pretrained: return optim.Adam(net.parameters(), **more)
if skip is not True: return optim.Adam(net.classifier.parameters(), **more)
return optim.Adam([{'params': [p for n, p in net.named_parameters() if 'backbone' in n], 'lr': lr*0.1},
                   {'params': net.classifier.parameters()}], **more)
'''),
'criterion: void not ignored': (C, '''
criterion = lambda p, y: F.cross_entropy(p, y.clamp(max=2))
'''),
'criterion: plain': (C, '''
criterion = nn.CrossEntropyLoss()
'''),
'criterion: background ignored': (C, '''
criterion = nn.CrossEntropyLoss(ignore_index=0)
'''),
'criterion: sum': (C, '''
criterion = nn.CrossEntropyLoss(ignore_index=255, reduction='sum')
'''),
'criterion: one number per pixel': (C, '''
criterion = nn.CrossEntropyLoss(ignore_index=255, reduction='none')
'''),
'criterion: divided by all pixels': (C, '''
criterion = lambda p, y: F.cross_entropy(p, y, ignore_index=255, reduction='none').mean()
'''),
'criterion: negative log-likelihood of logits': (C, '''
criterion = nn.NLLLoss(ignore_index=255)
'''),
'criterion: smoothed': (C, '''
criterion = nn.CrossEntropyLoss(ignore_index=255, label_smoothing=0.1)
'''),
'criterion: background weighted': (C, '''
criterion = nn.CrossEntropyLoss(weight=torch.tensor([0.1, 1., 1.]), ignore_index=255)
'''),
'criterion: softmax before': (C, '''
criterion = lambda p, y: F.cross_entropy(p.softmax(1), y, ignore_index=255)
'''),
'criterion: void is background': (C, '''
criterion = lambda p, y: F.cross_entropy(p, torch.where(y == 255, 0, y))
'''),
'train: shuffled by the reshape': (T, '''
loss = criterion(outs.reshape(-1, outs.shape[1]), y.flatten())
loss.backward()
optimizer.step()
'''),
'train: no backward': (T, '''
loss = criterion(outs.flatten(2), y.flatten(1))
optimizer.step()
'''),
'train: no step': (T, '''
loss = criterion(outs.flatten(2), y.flatten(1))
loss.backward()
'''),
'train: two steps': (T, '''
loss = criterion(outs.flatten(2), y.flatten(1))
loss.backward()
optimizer.step()
optimizer.step()
'''),
'train: picture by picture': (T, '''
for p, t in zip(outs, y):
    loss = criterion(p[None], t[None])
    loss.backward(retain_graph=True)
optimizer.step()
'''),
'train: gradients of earlier batches added': (T, '''
loss = criterion(outs.flatten(2), y.flatten(1))
loss.backward()
for p in net.parameters():
    p.grad += getattr(p, 'earlier', 0)
    p.earlier = p.grad.clone()
optimizer.step()
'''),
'train: step before the gradients': (T, '''
loss = criterion(outs.flatten(2), y.flatten(1))
optimizer.step()
loss.backward()
'''),
'train: gradients cleared too late': (T, '''
loss = criterion(outs.flatten(2), y.flatten(1))
loss.backward()
optimizer.zero_grad()
optimizer.step()
'''),
'train: softmax before the loss': (T, '''
loss = criterion(outs.softmax(1).flatten(2), y.flatten(1))
loss.backward()
optimizer.step()
'''),
'train: own loss, void included': (T, '''
loss = F.cross_entropy(outs.flatten(2), y.flatten(1).clamp(max=outs.shape[1] - 1))
loss.backward()
optimizer.step()
'''),
'train: own loss': (T, '''
loss = F.cross_entropy(outs.flatten(2), y.flatten(1), ignore_index=255)
loss.backward()
optimizer.step()
'''),
'train: first picture only': (T, '''
loss = criterion(outs[:1].flatten(2), y[:1].flatten(1))
loss.backward()
optimizer.step()
'''),
'train: loss times batch size': (T, '''
loss = criterion(outs.flatten(2), y.flatten(1))*len(x)
loss.backward()
optimizer.step()
'''),
'train: labels without the channel axis in order': (T, '''
loss = criterion(outs.flatten(2), y.transpose(1, 2).flatten(1))
loss.backward()
optimizer.step()
'''),
'train: step on the weights by hand': (T, '''
loss = criterion(outs.flatten(2), y.flatten(1))
loss.backward()
for p in net.parameters(): p.data -= args['lr']*p.grad
'''),
'train: gradients clipped': (T, '''
loss = criterion(outs.flatten(2), y.flatten(1))
loss.backward()
nn.utils.clip_grad_norm_(net.parameters(), 1e-3)
optimizer.step()
'''),
'train: on predictions': (T, '''
loss = criterion(outs.argmax(1).float().flatten(1), y.float().flatten(1)).requires_grad_()
loss.backward()
optimizer.step()
'''),
'validate: with gradients': (N, '''
outs = net(x)
loss = criterion(outs.flatten(2), y.flatten(1))
prds = outs.argmax(dim=1)
'''),
'validate: detached, but with gradients': (N, '''
outs = net(x).detach()
loss = criterion(outs.flatten(2), y.flatten(1))
prds = outs.argmax(dim=1)
'''),
'validate: training mode': (N, '''
net.train()
with torch.no_grad():
    outs = net(x)
    loss = criterion(outs.flatten(2), y.flatten(1))
prds = outs.argmax(dim=1)
'''),
'validate: arg-max of the batch': (N, '''
with torch.no_grad():
    outs = net(x)
    loss = criterion(outs.flatten(2), y.flatten(1))
prds = outs.argmax(dim=0)
'''),
'validate: arg-max of the width': (N, '''
with torch.no_grad():
    outs = net(x)
    loss = criterion(outs.flatten(2), y.flatten(1))
prds = outs.argmax(dim=-1)
'''),
'validate: batch squeezed': (N, '''
with torch.no_grad():
    outs = net(x)
    loss = criterion(outs.flatten(2), y.flatten(1))
prds = outs.argmax(dim=1).squeeze(0)
'''),
'validate: values in place of places': (N, '''
with torch.no_grad():
    outs = net(x)
    loss = criterion(outs.flatten(2), y.flatten(1))
prds = outs.max(dim=1)[0]
'''),
'validate: least likely': (N, '''
with torch.no_grad():
    outs = net(x)
    loss = criterion(outs.flatten(2), y.flatten(1))
prds = outs.argmin(dim=1)
'''),
'validate: shuffled by the reshape': (N, '''
with torch.no_grad():
    outs = net(x)
    loss = criterion(outs.reshape(-1, 3), y.flatten())
prds = outs.argmax(dim=1)
'''),
'validate: softmax before the loss': (N, '''
with torch.no_grad():
    outs = net(x).softmax(1)
    loss = criterion(outs.flatten(2), y.flatten(1))
prds = outs.argmax(dim=1)
'''),
'validate: labels for predictions': (N, '''
with torch.no_grad(): loss = criterion(net(x).flatten(2), y.flatten(1))
prds = y
'''),
'validate: no loss': (N, '''
with torch.no_grad(): outs = net(x)
loss, prds = torch.tensor(0.), outs.argmax(dim=1)
'''),
'validate: threshold': (N, '''
with torch.no_grad():
    outs = net(x)
    loss = criterion(outs.flatten(2), y.flatten(1))
prds = (outs.sigmoid()[:, 1] > 0.5).long()
'''),
}
