"Equivalent right answers of the DeepLab lab: name -> (question, body between the solution markers, not indented)"
RIGHT = {
'augment: four chained calls': ('questao_augmentation', '''
d = dict(image=np.array(x[0]), mask=np.array(x[1]))
for t in (self.tfm1, self.tfm2, self.tfm3, self.tfm4): d = t(image=d['image'], mask=d['mask'])
return PILImage.create(d['image']), PILMask.create(d['mask'])
'''),
'augment: transforms of the composition': ('questao_augmentation', '''
d = {'image': np.asarray(x[0]).copy(), 'mask': np.asarray(x[1]).copy()}
for t in self.transforma_total.transforms: d = t(**d)
return tuple([PILImage.create(d['image']), PILMask.create(d['mask'])])
'''),
'augment: through Pillow': ('questao_augmentation', '''
img, mask = x
out = self.transforma_total(mask=np.array(mask), image=np.array(img))
return (PILImage(Image.fromarray(out['image'])), PILMask(Image.fromarray(out['mask'])))
'''),
'encoder: if with two returns': ('questao_encoder', '''
if self.existe_conexao_residual:
    return self.block(x) + x
return self.block(x)
'''),
'encoder: layer by layer': ('questao_encoder', '''
y = x
for layer in self.block: y = layer(y)
return torch.add(x, y) if self.existe_conexao_residual else y
'''),
'encoder: in-place sum': ('questao_encoder', '''
y = self.block(x)
if self.existe_conexao_residual: y += x
return y
'''),
'decoder: loop with append': ('questao_decoder', '''
views = []
for conv in self.convs:
    views.append(conv(x))
return self.final(torch.cat(views, dim=1))
'''),
'decoder: five names, negative dimension': ('questao_decoder', '''
a, b, c, d, e = self.convs
return self.final(torch.concat((a(x), b(x), c(x), d(x), e(x)), -3))
'''),
'loss: log-softmax and nll': ('questao_loss', '''
return F.nll_loss(Tensor(ŷ).as_subclass(Tensor).log_softmax(1), y.as_subclass(Tensor))
'''),
'loss: module': ('questao_loss', '''
return nn.CrossEntropyLoss()(TensorBase(ŷ), TensorBase(y)).as_subclass(Tensor)
'''),
'loss: by hand': ('questao_loss', '''
ŷ, y = ŷ.as_subclass(Tensor), y.as_subclass(Tensor)
return -torch.take_along_dim(ŷ - ŷ.logsumexp(1, keepdim=True), y.unsqueeze(1), 1).mean()
'''),
'arq: upsample module': ('questao_arq', '''
_, _, h, w = x.size()
return nn.Upsample(size=(h, w), mode='bilinear', align_corners=False)(self.decoder(self.encoder(x)))
'''),
'arq: default of align_corners': ('questao_arq', '''
size = x.shape[2:]
x = self.encoder(x)
x = self.decoder(x)
return F.interpolate(x, size, mode='bilinear')
'''),
}
