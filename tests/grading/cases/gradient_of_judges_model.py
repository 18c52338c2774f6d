"""A gradient flows through the answer to the weights of the test's model."""
# %% right
def forward(net, x): return net(x).relu()
# %% wrong
def forward(net, x): return net(x.detach()).detach()
# %% test
torch.manual_seed(0)
net, x = nn.Linear(3, 2), torch.randn(4, 3)
net.bias.data += 5
opt = torch.optim.SGD(net.parameters(), .1)
before = net.weight.detach().clone()
forward(net, x).sum().backward()
assert torch.allclose(net.weight.grad, x.sum(0).expand(2, 3), atol=1e-5)
opt.step()
assert torch.allclose(net.weight, before - .1*x.sum(0), atol=1e-5)
