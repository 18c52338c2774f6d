"""Right answers to the five questions of the CNN lab in other words: each must pass every test cell and deduction.

RIGHT: name -> (question id, source that replaces the solution region of the answer cell, indentation included)."""

RIGHT = {
'dataset_step_by_step': ('questao_dataset', '''\
    x0 = self.get_x(item)
    label = self.get_y(item)
    y0 = label_to_tensor[label]
    pair = (x0, y0)
    return self.item_tfms(pair)
'''),
'dataset_unpacked': ('questao_dataset', '''\
    y = label_to_tensor.get(self.get_y(item))
    x, y = self.item_tfms((self.get_x(item), y))
    return x, y
'''),
'dataloader_loop': ('questao_dataloader', '''\
    xs, ys = [], []
    for i in range(idx, min(idx + self.batch_size, len(self.list_items))):
        x, y = self.transform(self.list_items[i])
        xs.append(x)
        ys.append(y)
    X = torch.stack(xs, dim=0).to(self.device)
    Y = torch.stack(ys, dim=0).to(self.device)
    return self.batch_tfms((X, Y))
'''),
'dataloader_move_then_stack': ('questao_dataloader', '''\
    pairs = [self.transform(item) for item in self.list_items[idx:idx+self.batch_size]]
    X = torch.stack([x.to(self.device) for x, _ in pairs])
    Y = torch.stack([y.to(self.device) for _, y in pairs])
    return self.batch_tfms((X, Y))
'''),
'dataloader_cat_of_new_axes': ('questao_dataloader', '''\
    pairs = list(map(self.transform, self.list_items[idx:idx+self.batch_size]))
    X = torch.cat([x[None] for x, _ in pairs]).to(device=self.device)
    Y = torch.cat([y.unsqueeze(0) for _, y in pairs]).to(device=self.device)
    return self.batch_tfms((X, Y))
'''),
'dataloader_result_unpacked': ('questao_dataloader', '''\
    xs, ys = zip(*[self.transform(item) for item in self.list_items[idx:idx+self.batch_size]])
    X, Y = self.batch_tfms((torch.stack(xs).to(self.device), torch.stack(ys).to(self.device)))
    return X, Y
'''),
'arch_module_relu': ('questao_arquitetura', '''\
        relu = nn.ReLU()
        y = relu(self.bn1(self.conv1(x)))
        return relu(self.downsample(x) + self.bn2(self.conv2(y)))
'''),
'arch_in_place': ('questao_arquitetura', '''\
        identity = self.downsample(x)
        out = self.bn1(self.conv1(x)).relu_()
        out = self.bn2(self.conv2(out))
        out += identity
        return F.relu(out, inplace=True)
'''),
'arch_sequential': ('questao_arquitetura', '''\
        residual = nn.Sequential(self.conv1, self.bn1, nn.ReLU(), self.conv2, self.bn2)
        return torch.relu(residual(x) + self.downsample(x))
'''),
'arch_clamp': ('questao_arquitetura', '''\
        out = self.bn2.forward(self.conv2.forward(self.bn1(self.conv1(x)).clamp(min=0)))
        return torch.clamp(torch.add(out, self.downsample(x)), min=0)
'''),
'transfer_shape_of_the_old_weight': ('questao_transfer_learning', '''\
    model.load_state_dict(pretrained_weights, strict=True)
    outputs, inputs = model.fc.weight.shape
    model.fc = nn.Linear(inputs, output_dims)
'''),
'transfer_setattr': ('questao_transfer_learning', '''\
    keys = model.load_state_dict(dict(pretrained_weights))
    setattr(model, 'fc', torch.nn.Linear(in_features=model.fc.in_features, out_features=output_dims, bias=True))
'''),
'freeze_module_method': ('questao_fine_tunning', '''\
    model.requires_grad_(False)
    model.fc.requires_grad_(True)
'''),
'freeze_by_name': ('questao_fine_tunning', '''\
    for name, p in model.named_parameters(): p.requires_grad = name in ('fc.weight', 'fc.bias')
'''),
'freeze_by_identity': ('questao_fine_tunning', '''\
    last = {id(p) for p in model.fc.parameters()}
    for p in model.parameters(): p.requires_grad_(id(p) in last)
'''),
}
