"""Plausible wrong answers to the five questions of the CNN lab, and the test cells that each of them must fail.

WRONG: name -> (question id, source that replaces the solution region of the answer cell, indentation included).
FAILS: name -> names of the test and deduction cells that must fail; no other may."""

DS, DL, AR, TL, FT = ('questao_dataset', 'questao_dataloader', 'questao_arquitetura', 'questao_transfer_learning',
                      'questao_fine_tunning')

def _names(question, tests='', deductions=''):
    return [f'testa_{n}_{question}' for n in tests] + [f'deduct_{n}_{question}' for n in deductions]

WRONG, FAILS = {}, {}

def _add(name, question, source, tests='', deductions=''):
    WRONG[name], FAILS[name] = (question, source), _names(question, tests, deductions)

# Dataset
_add('dataset_returns_none', DS, '''\
    self.item_tfms((self.get_x(item), label_to_tensor[self.get_y(item)]))
''', '123')
_add('dataset_get_y_on_x0', DS, '''\
    x0 = self.get_x(item)
    return self.item_tfms((x0, label_to_tensor[self.get_y(x0)]))
''', '123')
_add('dataset_list_for_tuple', DS, '''\
    return self.item_tfms([self.get_x(item), label_to_tensor[self.get_y(item)]])
''', '123')
_add('dataset_no_item_tfms', DS, '''\
    return self.get_x(item), label_to_tensor[self.get_y(item)]
''', '123')
_add('dataset_item_tfms_on_x_only', DS, '''\
    return self.item_tfms(self.get_x(item)), label_to_tensor[self.get_y(item)]
''', '12')
_add('dataset_item_tfms_one_by_one', DS, '''\
    return self.item_tfms(self.get_x(item)), self.item_tfms(label_to_tensor[self.get_y(item)])
''', '2')
_add('dataset_batch_tfms_too', DS, '''\
    return self.batch_tfms(self.item_tfms((self.get_x(item), label_to_tensor[self.get_y(item)])))
''', '1')
_add('dataset_label_without_tensor', DS, '''\
    return self.item_tfms((self.get_x(item), self.get_y(item)))
''', '123')
_add('dataset_label_of_the_item', DS, '''\
    return self.item_tfms((self.get_x(item), label_to_tensor[item]))
''', '13')
_add('dataset_parent_label_hard_coded', DS, '''\
    return self.item_tfms((path_to_pil_img(item), label_to_tensor[parent_label(item)]))
''', '123')
_add('dataset_label_from_a_global', DS, '''\
    one_hot = {'cat': tensor([1., 0]), 'dog': tensor([0., 1]), 'ok': tensor([19])}
    return self.item_tfms((self.get_x(item), one_hot[self.get_y(item)]))
''', '123')
_add('dataset_swapped', DS, '''\
    return self.item_tfms((label_to_tensor[self.get_y(item)], self.get_x(item)))
''', '123')
_add('dataset_get_x_twice', DS, '''\
    self.get_x(item)
    return self.item_tfms((self.get_x(item), label_to_tensor[self.get_y(item)]))
''', '1')
_add('dataset_item_tfms_twice', DS, '''\
    xy = self.item_tfms((self.get_x(item), label_to_tensor[self.get_y(item)]))
    return self.item_tfms(xy)[0], xy[1]
''', '2')

# Dataloader
_add('dataloader_returns_none', DL, '''\
    items = self.list_items[idx:idx+self.batch_size]
    X, Y = (torch.stack(ts).to(self.device) for ts in zip(*map(self.transform, items)))
    self.batch_tfms((X, Y))
''', '12345', '12')
_add('dataloader_idx_is_batch_number', DL, '''\
    begin = idx*self.batch_size
    pairs = [self.transform(item) for item in self.list_items[begin:begin+self.batch_size]]
    X, Y = (torch.stack(ts).to(self.device) for ts in zip(*pairs))
    return self.batch_tfms((X, Y))
''', '1345')
_add('dataloader_always_first_batch', DL, '''\
    pairs = [self.transform(item) for item in self.list_items[:self.batch_size]]
    X, Y = (torch.stack(ts).to(self.device) for ts in zip(*pairs))
    return self.batch_tfms((X, Y))
''', '1345')
_add('dataloader_to_the_end', DL, '''\
    pairs = [self.transform(item) for item in self.list_items[idx:]]
    X, Y = (torch.stack(ts).to(self.device) for ts in zip(*pairs))
    return self.batch_tfms((X, Y))
''', '34')
_add('dataloader_one_item_too_few', DL, '''\
    pairs = [self.transform(item) for item in self.list_items[idx:idx+self.batch_size-1]]
    X, Y = (torch.stack(ts).to(self.device) for ts in zip(*pairs))
    return self.batch_tfms((X, Y))
''', '12345')
_add('dataloader_list_of_indices', DL, '''\
    items = self.list_items[list(range(idx, idx+self.batch_size))]
    X, Y = (torch.stack(ts).to(self.device) for ts in zip(*map(self.transform, items)))
    return self.batch_tfms((X, Y))
''', '12345', '12')
_add('dataloader_range_beyond_the_end', DL, '''\
    pairs = [self.transform(self.list_items[i]) for i in range(idx, idx+self.batch_size)]
    X, Y = (torch.stack(ts).to(self.device) for ts in zip(*pairs))
    return self.batch_tfms((X, Y))
''', '13')
_add('dataloader_drops_last_batch', DL, '''\
    items = self.list_items[idx:idx+self.batch_size]
    if len(items) < self.batch_size: items = self.list_items[-self.batch_size:]
    X, Y = (torch.stack(ts).to(self.device) for ts in zip(*map(self.transform, items)))
    return self.batch_tfms((X, Y))
''', '13')
_add('dataloader_stack_without_class', DL, '''\
    pairs = [self.transform(item) for item in self.list_items[idx:idx+self.batch_size]]
    X, Y = (torch.stack([t.as_subclass(Tensor) for t in ts]).to(self.device) for ts in zip(*pairs))
    return self.batch_tfms((X, Y))
''', '5')
_add('dataloader_cat_for_stack', DL, '''\
    pairs = [self.transform(item) for item in self.list_items[idx:idx+self.batch_size]]
    X, Y = (torch.cat(ts).to(self.device) for ts in zip(*pairs))
    return self.batch_tfms((X, Y))
''', '12345', '12')
_add('dataloader_index_targets', DL, '''\
    pairs = [self.transform(item) for item in self.list_items[idx:idx+self.batch_size]]
    X, Y = (torch.stack(ts).to(self.device) for ts in zip(*pairs))
    return self.batch_tfms((X, Y.argmax(-1)))
''', '12345')
_add('dataloader_list_to_batch_tfms', DL, '''\
    pairs = [self.transform(item) for item in self.list_items[idx:idx+self.batch_size]]
    return self.batch_tfms([torch.stack(ts).to(self.device) for ts in zip(*pairs)])
''', '145')
_add('dataloader_batch_tfms_on_x_only', DL, '''\
    pairs = [self.transform(item) for item in self.list_items[idx:idx+self.batch_size]]
    X, Y = (torch.stack(ts).to(self.device) for ts in zip(*pairs))
    return self.batch_tfms(X), Y
''', '24')
_add('dataloader_no_batch_tfms', DL, '''\
    pairs = [self.transform(item) for item in self.list_items[idx:idx+self.batch_size]]
    return tuple(torch.stack(ts).to(self.device) for ts in zip(*pairs))
''', '245')
_add('dataloader_batch_tfms_before_the_move', DL, '''\
    pairs = [self.transform(item) for item in self.list_items[idx:idx+self.batch_size]]
    X, Y = self.batch_tfms(tuple(torch.stack(ts) for ts in zip(*pairs)))
    return X.to(self.device), Y.to(self.device)
''', '2')
_add('dataloader_transform_twice', DL, '''\
    items = self.list_items[idx:idx+self.batch_size]
    X = torch.stack([self.transform(item)[0] for item in items]).to(self.device)
    Y = torch.stack([self.transform(item)[1] for item in items]).to(self.device)
    return self.batch_tfms((X, Y))
''', '3')
_add('dataloader_nothing_moved', DL, '''\
    X, Y = (torch.stack(ts) for ts in zip(*map(self.transform, self.list_items[idx:idx+self.batch_size])))
    return self.batch_tfms((X, Y))
''', '', '1')
_add('dataloader_y_not_moved', DL, '''\
    X, Y = (torch.stack(ts) for ts in zip(*map(self.transform, self.list_items[idx:idx+self.batch_size])))
    return self.batch_tfms((X.to(self.device), Y))
''', '', '1')
_add('dataloader_to_without_result', DL, '''\
    X, Y = (torch.stack(ts) for ts in zip(*map(self.transform, self.list_items[idx:idx+self.batch_size])))
    X.to(self.device)
    Y.to(self.device)
    return self.batch_tfms((X, Y))
''', '', '1')
_add('dataloader_global_device', DL, '''\
    X, Y = (torch.stack(ts).to(device) for ts in zip(*map(self.transform, self.list_items[idx:idx+self.batch_size])))
    return self.batch_tfms((X, Y))
''', '', '2')

# Architecture
_add('arch_returns_none', AR, '''\
        F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + self.downsample(x))
''', '1234')
_add('arch_zeros', AR, '''\
        return 0*self.downsample(x)
''', '1234')
_add('arch_random_numbers', AR, '''\
        return torch.rand_like(self.downsample(x))
''', '1234')
_add('arch_identity', AR, '''\
        return x
''', '1234')
_add('arch_relu_of_downsample', AR, '''\
        return F.relu(self.downsample(x))
''', '1234')
_add('arch_no_skip', AR, '''\
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))))
''', '1234')
_add('arch_no_first_relu', AR, '''\
        return F.relu(self.bn2(self.conv2(self.bn1(self.conv1(x)))) + self.downsample(x))
''', '34')
_add('arch_no_last_relu', AR, '''\
        return self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + self.downsample(x)
''', '34')
_add('arch_relu_before_the_sum', AR, '''\
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))) + self.downsample(x)
''', '34')
_add('arch_relu_before_and_after_the_sum', AR, '''\
        return F.relu(F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))) + self.downsample(x))
''', '34')
_add('arch_downsample_forgotten', AR, '''\
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + x)
''', '24')
_add('arch_downsample_of_the_result', AR, '''\
        out = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(out + self.downsample(out))
''', '1234')
_add('arch_no_batch_norm', AR, '''\
        return F.relu(self.conv2(F.relu(self.conv1(x))) + self.downsample(x))
''', '1234')
_add('arch_norm_after_relu', AR, '''\
        return F.relu(self.bn2(self.conv2(self.bn1(F.relu(self.conv1(x))))) + self.downsample(x))
''', '34')
_add('arch_bn1_twice', AR, '''\
        return F.relu(self.bn1(self.conv2(F.relu(self.bn1(self.conv1(x))))) + self.downsample(x))
''', '124')
_add('arch_product_for_sum', AR, '''\
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) * self.downsample(x))
''', '1234')
_add('arch_leaky_relu', AR, '''\
        return F.leaky_relu(self.bn2(self.conv2(F.leaky_relu(self.bn1(self.conv1(x))))) + self.downsample(x))
''', '34')

# Transfer learning
_add('transfer_does_nothing', TL, '''\
    pass
''', '123')
_add('transfer_fc_replaced_before_loading', TL, '''\
    model.fc = nn.Linear(model.fc.in_features, output_dims)
    model.load_state_dict(pretrained_weights)
''', '123')
_add('transfer_fc_before_and_not_strict', TL, '''\
    model.fc = nn.Linear(model.fc.in_features, output_dims)
    state = model.state_dict()
    model.load_state_dict({k: v for k, v in pretrained_weights.items() if v.shape == state[k].shape}, strict=False)
''', '13')
_add('transfer_not_strict', TL, '''\
    model.load_state_dict(pretrained_weights, strict=False)
    model.fc = nn.Linear(model.fc.in_features, output_dims)
''', '3')
_add('transfer_not_loaded', TL, '''\
    model.fc = nn.Linear(model.fc.in_features, output_dims)
''', '23')
_add('transfer_fc_not_replaced', TL, '''\
    model.load_state_dict(pretrained_weights)
''', '12')
_add('transfer_only_the_attribute', TL, '''\
    model.load_state_dict(pretrained_weights)
    model.fc.out_features = output_dims
''', '12')
_add('transfer_old_layer_if_it_fits', TL, '''\
    model.load_state_dict(pretrained_weights)
    if output_dims != model.fc.out_features: model.fc = nn.Linear(model.fc.in_features, output_dims)
''', '1')
_add('transfer_fc_after_fc', TL, '''\
    model.load_state_dict(pretrained_weights)
    model.fc = nn.Sequential(model.fc, nn.Linear(1000, output_dims))
''', '12')
_add('transfer_no_bias', TL, '''\
    model.load_state_dict(pretrained_weights)
    model.fc = nn.Linear(model.fc.in_features, output_dims, bias=False)
''', '12')
_add('transfer_parameters_only', TL, '''\
    for name, p in model.named_parameters(): p.data.copy_(pretrained_weights[name])
    model.fc = nn.Linear(model.fc.in_features, output_dims)
''', '3')
_add('transfer_pops_from_the_dictionary', TL, '''\
    pretrained_weights.pop('fc.weight', None)
    pretrained_weights.pop('fc.bias', None)
    model.load_state_dict(pretrained_weights, strict=False)
    model.fc = nn.Linear(model.fc.in_features, output_dims)
''', '3')
_add('transfer_local_model', TL, '''\
    model = resnet18()
    model.load_state_dict(pretrained_weights)
    model.fc = nn.Linear(model.fc.in_features, output_dims)
''', '123')
_add('transfer_frozen', TL, '''\
    model.load_state_dict(pretrained_weights)
    model.fc = nn.Linear(model.fc.in_features, output_dims).requires_grad_(False)
''', '2')

# Fine-tuning
_add('freeze_does_nothing', FT, '''\
    pass
''', '12')
_add('freeze_the_module_attribute', FT, '''\
    model.requires_grad = False
    model.fc.requires_grad = True
''', '12')
_add('freeze_everything', FT, '''\
    for p in model.parameters(): p.requires_grad = False
''', '2')
_add('freeze_bias_left_frozen', FT, '''\
    for p in model.parameters(): p.requires_grad = False
    model.fc.weight.requires_grad = True
''', '2')
_add('freeze_fc_before_the_rest', FT, '''\
    for p in model.fc.parameters(): p.requires_grad = True
    for p in model.parameters(): p.requires_grad = False
''', '2')
_add('freeze_only_unfreezes', FT, '''\
    for p in model.fc.parameters(): p.requires_grad = True
''', '1')
_add('freeze_does_not_unfreeze', FT, '''\
    for name, p in model.named_parameters():
        if not name.startswith('fc'): p.requires_grad = False
''', '2')
_add('freeze_convolutions_only', FT, '''\
    for m in model.modules():
        if isinstance(m, nn.Conv2d): m.weight.requires_grad = False
    for p in model.fc.parameters(): p.requires_grad = True
''', '1')
_add('freeze_weights_only', FT, '''\
    for name, p in model.named_parameters():
        if name.endswith('weight'): p.requires_grad = False
    for p in model.fc.parameters(): p.requires_grad = True
''', '1')
_add('freeze_toggles', FT, '''\
    for p in model.parameters(): p.requires_grad = not p.requires_grad
    for p in model.fc.parameters(): p.requires_grad = True
''', '12')
_add('freeze_all_but_last_parameter', FT, '''\
    *first, last = model.parameters()
    for p in first: p.requires_grad = False
    last.requires_grad = True
''', '2')
_add('freeze_last_block_trainable', FT, '''\
    for p in model.parameters(): p.requires_grad = False
    for m in (model.layer4, model.fc): m.requires_grad_(True)
''', '12')
_add('freeze_eval_mode_only', FT, '''\
    model.eval()
    model.fc.train()
''', '12')
_add('freeze_a_new_fc', FT, '''\
    for p in model.parameters(): p.requires_grad = False
    model.fc = nn.Linear(512, 2)
''', '2')

ANEW = {'questao_arquitetura': ('return x + self.bn2.bias.sum()', '''
from torchvision.models import resnet18
def ResNet18(): return resnet18(weights=None)
'''), 'questao_dataset': ('pass', '''
class ImageClassDataBlock:
    def __init__(self, *args, **kwargs): pass
    def transform(self, item, labels): return tensor(7), tensor(7)
def path_to_pil_img(path): return tensor(7)
''')}
