"""A gradient flows to the weights of the answer's model."""
# %% right
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 1)
    def forward(self, x): return self.fc(x)
# %% wrong
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 1)
    def forward(self, x): return self.fc(x).detach()
# %% test
net, x = Net(), torch.ones(2, 3)
F.mse_loss(net(x), torch.zeros(2, 1)).backward()
assert net.fc.weight.grad is not None and net.fc.weight.grad.shape == (1, 3)
