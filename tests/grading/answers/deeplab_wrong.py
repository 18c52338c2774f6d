"""Plausible wrong answers to the five questions of the DeepLab lab.

WRONG: name -> (question id, body of the answer). APART: questions whose tests depend on another question's answer."""
A, E, D, L, N = 'questao_augmentation', 'questao_encoder', 'questao_decoder', 'questao_loss', 'questao_arq'
WRONG = {
'augment: mask augmented separately': (A, '''
img = self.transforma_total(image=np.array(x[0]))['image']
mask = self.transforma_total(image=np.array(x[0]), mask=np.array(x[1]))['mask']
return PILImage.create(img), PILMask.create(mask)
'''),
'augment: picture only': (A, '''
out = self.transforma_total(image=np.array(x[0]))
return PILImage.create(out['image']), x[1]
'''),
'augment: nothing done': (A, '''
return x[0], x[1]
'''),
'augment: image type lost': (A, '''
out = self.transforma_total(image=np.array(x[0]), mask=np.array(x[1]))
return out['image'], out['mask']
'''),
'augment: plain Pillow images': (A, '''
out = self.transforma_total(image=np.array(x[0]), mask=np.array(x[1]))
return Image.fromarray(out['image']), Image.fromarray(out['mask'])
'''),
'augment: mask as PILImage': (A, '''
out = self.transforma_total(image=np.array(x[0]), mask=np.array(x[1]))
return PILImage.create(out['image']), PILImage.create(out['mask'])
'''),
'augment: list': (A, '''
out = self.transforma_total(image=np.array(x[0]), mask=np.array(x[1]))
return [PILImage.create(out['image']), PILMask.create(out['mask'])]
'''),
'augment: dictionary': (A, '''
return self.transforma_total(image=np.array(x[0]), mask=np.array(x[1]))
'''),
'augment: three transforms': (A, '''
d = dict(image=np.array(x[0]), mask=np.array(x[1]))
for t in (self.tfm1, self.tfm2, self.tfm3): d = t(**d)
return PILImage.create(d['image']), PILMask.create(d['mask'])
'''),
'augment: without the last when mask': (A, '''
d = dict(image=np.array(x[0]), mask=np.array(x[1]))
for t in (self.tfm1, self.tfm3, self.tfm4): d = t(**d)
return PILImage.create(d['image']), PILMask.create(d['mask'])
'''),
'augment: other order': (A, '''
d = dict(image=np.array(x[0]), mask=np.array(x[1]))
for t in (self.tfm3, self.tfm1, self.tfm2, self.tfm4): d = t(**d)
return PILImage.create(d['image']), PILMask.create(d['mask'])
'''),
'augment: each transform twice': (A, '''
d = dict(image=np.array(x[0]), mask=np.array(x[1]))
for t in (self.tfm1, self.tfm2, self.tfm3, self.tfm4): d = dict(image=t(**d)['image'], mask=t(**d)['mask'])
return PILImage.create(d['image']), PILMask.create(d['mask'])
'''),
'augment: composition and chain': (A, '''
d = self.transforma_total(image=np.array(x[0]), mask=np.array(x[1]))
for t in (self.tfm1, self.tfm2): d = t(**d)
return PILImage.create(d['image']), PILMask.create(d['mask'])
'''),
'augment: four copies of the input': (A, '''
d = dict(image=np.array(x[0]), mask=np.array(x[1]))
for t in (self.tfm1, self.tfm2, self.tfm3, self.tfm4): out = t(**d)
return PILImage.create(out['image']), PILMask.create(out['mask'])
'''),
'augment: mask coloured by the lights': (A, '''
img, mask = np.array(x[0]), np.array(x[1])
both = self.transforma_total(image=np.concatenate([img, mask[..., None]], -1)[..., :3])['image']
return PILImage.create(both), PILMask.create(both[..., 0])
'''),
'augment: swapped': (A, '''
out = self.transforma_total(image=np.array(x[0]), mask=np.array(x[1]))
return PILImage.create(out['mask']), PILMask.create(out['image'])
'''),
'augment: new composition each time': (A, '''
out = A.Compose([A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=0.9), A.Affine(p=1.0), A.RandomRain(p=0.1)])(
    image=np.array(x[0]), mask=np.array(x[1]))
return PILImage.create(out['image']), PILMask.create(out['mask'])
'''),
'augment: resized to 100 x 100': (A, '''
img, mask = (cv2.resize(np.array(o), (100, 100), interpolation=cv2.INTER_NEAREST) for o in x)
out = self.transforma_total(image=img, mask=mask)
return PILImage.create(out['image']), PILMask.create(out['mask'])
'''),
'encoder: residual always added': (E, '''
return x + self.block(x)
'''),
'encoder: residual never added': (E, '''
return self.block(x)
'''),
'encoder: added when the shapes agree': (E, '''
y = self.block(x)
return x + y if x.shape[1] == y.shape[1] else y
'''),
'encoder: condition turned round': (E, '''
y = self.block(x)
return y if self.existe_conexao_residual else x + y
'''),
'encoder: block applied twice': (E, '''
y = self.block(x)
return y + self.block(y) if self.existe_conexao_residual else y
'''),
'encoder: ReLU after the sum': (E, '''
y = self.block(x)
return F.relu(x + y) if self.existe_conexao_residual else y
'''),
'encoder: ReLU after everything': (E, '''
y = self.block(x)
return F.relu(x + y if self.existe_conexao_residual else y)
'''),
'encoder: mean in place of sum': (E, '''
y = self.block(x)
return (x + y)/2 if self.existe_conexao_residual else y
'''),
'encoder: difference': (E, '''
y = self.block(x)
return x - y if self.existe_conexao_residual else y
'''),
'encoder: product': (E, '''
y = self.block(x)
return x*y if self.existe_conexao_residual else y
'''),
'encoder: joined along the channels': (E, '''
y = self.block(x)
return torch.cat([x, y], dim=1) if self.existe_conexao_residual else y
'''),
'encoder: input normalised before the sum': (E, '''
y = self.block(x)
return F.hardswish(x) + y if self.existe_conexao_residual else y
'''),
'encoder: input only': (E, '''
return x if self.existe_conexao_residual else self.block(x)
'''),
'encoder: last layer left out': (E, '''
y = self.block[:-1](x)
return x + y if self.existe_conexao_residual and x.shape == y.shape else y
'''),
'encoder: ReLU for Hardswish': (E, '''
y = x
for layer in self.block:
    for part in (layer if isinstance(layer, nn.Sequential) else [layer]):
        y = F.relu(y) if isinstance(part, nn.Hardswish) else part(y)
return x + y if self.existe_conexao_residual else y
'''),
'decoder: pooling branch missing': (D, '''
return self.final(torch.cat([conv(x) for conv in self.convs[:-1]], dim=1))
'''),
'decoder: pooling replaced by a copy': (D, '''
views = [conv(x) for conv in self.convs[:-1]]
return self.final(torch.cat([*views, views[0]], dim=1))
'''),
'decoder: joined along the batch': (D, '''
return self.final(torch.cat([conv(x) for conv in self.convs], dim=0))
'''),
'decoder: joined along the height': (D, '''
return self.final(torch.cat([conv(x) for conv in self.convs], dim=2))
'''),
'decoder: stacked': (D, '''
return self.final(torch.stack([conv(x) for conv in self.convs], dim=1).flatten(0, 1))
'''),
'decoder: without final': (D, '''
return torch.cat([conv(x) for conv in self.convs], dim=1)
'''),
'decoder: without final, mean of the views': (D, '''
return torch.stack([conv(x) for conv in self.convs]).mean(0)
'''),
'decoder: one after the other': (D, '''
for conv in self.convs: x = conv(x)
return x
'''),
'decoder: views chained where they fit': (D, '''
views = []
for conv in self.convs:
    views.append(conv(views[-1] if views and views[-1].shape[1] == x.shape[1] else x))
return self.final(torch.cat(views, dim=1))
'''),
'decoder: reversed order': (D, '''
return self.final(torch.cat([conv(x) for conv in reversed(self.convs)], dim=1))
'''),
'decoder: pooling first': (D, '''
return self.final(torch.cat([self.convs[4](x), *(conv(x) for conv in self.convs[:4])], dim=1))
'''),
'decoder: ReLU once more': (D, '''
return F.relu(self.final(torch.cat([conv(x) for conv in self.convs], dim=1)) - 0.1)
'''),
'decoder: rates 12, 24 only': (D, '''
views = [self.convs[i](x) for i in (0, 1, 2, 2, 4)]
return self.final(torch.cat(views, dim=1))
'''),
'decoder: input residual': (D, '''
y = self.final(torch.cat([conv(x) for conv in self.convs], dim=1))
return y + x if y.shape == x.shape else y + x.mean(1, keepdim=True)
'''),
'decoder: dropout always on': (D, '''
return F.dropout(self.final(torch.cat([conv(x) for conv in self.convs], dim=1)), 0.5, training=True)
'''),
'loss: arguments exchanged': (L, '''
return F.cross_entropy(y, ŷ)
'''),
'loss: fastai types refused': (L, '''
return F.cross_entropy(ŷ, y)
'''),
'loss: softmax before': (L, '''
return F.cross_entropy(ŷ.as_subclass(Tensor).softmax(1), y.as_subclass(Tensor))
'''),
'loss: log-softmax of the wrong dimension': (L, '''
return F.nll_loss(ŷ.as_subclass(Tensor).log_softmax(-1), y.as_subclass(Tensor))
'''),
'loss: sum': (L, '''
return F.cross_entropy(ŷ.as_subclass(Tensor), y.as_subclass(Tensor), reduction='sum')
'''),
'loss: mean over the batch only': (L, '''
return F.cross_entropy(ŷ.as_subclass(Tensor), y.as_subclass(Tensor), reduction='sum')/len(ŷ)
'''),
'loss: one number per pixel': (L, '''
return F.cross_entropy(ŷ.as_subclass(Tensor), y.as_subclass(Tensor), reduction='none')
'''),
'loss: shape (1,)': (L, '''
return F.cross_entropy(ŷ.as_subclass(Tensor), y.as_subclass(Tensor))[None]
'''),
'loss: Python float': (L, '''
return F.cross_entropy(ŷ.as_subclass(Tensor), y.as_subclass(Tensor)).item()
'''),
'loss: sign': (L, '''
return -F.cross_entropy(ŷ.as_subclass(Tensor), y.as_subclass(Tensor))
'''),
'loss: class 0 ignored': (L, '''
return F.cross_entropy(ŷ.as_subclass(Tensor), y.as_subclass(Tensor), ignore_index=0)
'''),
'loss: void ignored': (L, '''
return F.cross_entropy(ŷ.as_subclass(Tensor), y.as_subclass(Tensor), ignore_index=1)
'''),
'loss: label smoothing': (L, '''
return F.cross_entropy(ŷ.as_subclass(Tensor), y.as_subclass(Tensor), label_smoothing=0.1)
'''),
'loss: overflow': (L, '''
ŷ, y = ŷ.as_subclass(Tensor), y.as_subclass(Tensor)
p = ŷ.exp()/ŷ.exp().sum(1, keepdim=True)
return -p.gather(1, y.unsqueeze(1)).log().mean()
'''),
'loss: base 2': (L, '''
return F.cross_entropy(ŷ.as_subclass(Tensor), y.as_subclass(Tensor))/np.log(2)
'''),
'loss: classes last': (L, '''
ŷ, y = ŷ.as_subclass(Tensor), y.as_subclass(Tensor)
return F.cross_entropy(ŷ.reshape(-1, ŷ.shape[1]), y.flatten())
'''),
'loss: squared error': (L, '''
ŷ, y = ŷ.as_subclass(Tensor), y.as_subclass(Tensor)
return F.mse_loss(ŷ.softmax(1).amax(1), y.float())
'''),
'arq: align_corners': (N, '''
return F.interpolate(self.decoder(self.encoder(x)), size=x.shape[-2:], mode='bilinear', align_corners=True)
'''),
'arq: nearest': (N, '''
return F.interpolate(self.decoder(self.encoder(x)), size=x.shape[-2:])
'''),
'arq: bicubic': (N, '''
return F.interpolate(self.decoder(self.encoder(x)), size=x.shape[-2:], mode='bicubic', align_corners=False)
'''),
'arq: upsample before decoder': (N, '''
y = F.interpolate(self.encoder(x), size=x.shape[-2:], mode='bilinear', align_corners=False)
return self.decoder(y)
'''),
'arq: no upsampling': (N, '''
return self.decoder(self.encoder(x))
'''),
'arq: scale factor 32': (N, '''
return F.interpolate(self.decoder(self.encoder(x)), scale_factor=32, mode='bilinear', align_corners=False)
'''),
'arq: scale 32, then cut': (N, '''
y = F.interpolate(self.decoder(self.encoder(x)), scale_factor=32, mode='bilinear', align_corners=False)
return y[..., :x.shape[-2], :x.shape[-1]]
'''),
'arq: width and height exchanged': (N, '''
return F.interpolate(self.decoder(self.encoder(x)), size=x.shape[:-3:-1], mode='bilinear', align_corners=False)
'''),
'arq: softmax': (N, '''
y = F.interpolate(self.decoder(self.encoder(x)), size=x.shape[-2:], mode='bilinear', align_corners=False)
return y.softmax(1)
'''),
'arq: classes in place of logits': (N, '''
y = F.interpolate(self.decoder(self.encoder(x)), size=x.shape[-2:], mode='bilinear', align_corners=False)
return y.argmax(1)
'''),
'arq: softmax before upsampling': (N, '''
y = self.decoder(self.encoder(x)).softmax(1)
return F.interpolate(y, size=x.shape[-2:], mode='bilinear', align_corners=False)
'''),
'arq: in two steps': (N, '''
y = F.interpolate(self.decoder(self.encoder(x)), scale_factor=8, mode='bilinear', align_corners=False)
return F.interpolate(y, size=x.shape[-2:], mode='bilinear', align_corners=False)
'''),
'arq: sigmoid': (N, '''
y = F.interpolate(self.decoder(self.encoder(x)), size=x.shape[-2:], mode='bilinear', align_corners=False)
return y.sigmoid()
'''),
'arq: fixed size of CamVid': (N, '''
return F.interpolate(self.decoder(self.encoder(x)), size=(720, 960), mode='bilinear', align_corners=False)
'''),
'arq: picture resized first': (N, '''
y = self.decoder(self.encoder(F.interpolate(x, size=(128, 160), mode='bilinear', align_corners=False)))
return F.interpolate(y, size=x.shape[-2:], mode='bilinear', align_corners=False)
'''),
'encoder: zeros': (E, '''
return 0*self.block(x)
'''),
'decoder: zeros': (D, '''
return 0*self.final(torch.cat([conv(x) for conv in self.convs], dim=1))
'''),
'decoder: random numbers': (D, '''
return torch.rand(len(x), self.final[0][0].out_channels, *x.shape[-2:])
'''),
'loss: the same number always': (L, '''
return torch.tensor(3.4012)
'''),
'arq: zeros': (N, '''
return 0*F.interpolate(self.decoder(self.encoder(x)), size=x.shape[-2:])
'''),
}

APART = {N}

ANEW = {'questao_encoder': ('return self.block(x) + x.sum()', '''
from torchvision.models import mobilenet_v3_large
def MobNet3large(): return mobilenet_v3_large(weights=None)
''')}
