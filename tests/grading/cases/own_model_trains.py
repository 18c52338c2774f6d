"""The answer trains its own model on data of the test."""
# %% right
class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(1))
    def forward(self, x): return x*self.w
def fit(net, x, y, steps):
    opt = torch.optim.SGD(net.parameters(), .5)
    for _ in range(steps):
        F.mse_loss(net(x), y).backward()
        opt.step()
        opt.zero_grad()
# %% wrong
class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(1))
    def forward(self, x): return x*self.w
def fit(net, x, y, steps): pass
# %% test
net = Line()
fit(net, torch.ones(4), 3*torch.ones(4), 20)
assert abs(net.w.item() - 3) < 1e-3
