"""Changes a constant of a given cell that it is passed, so that the test expects something else."""
HONEST = 'inverse freeze'
SCORE = 3
# %%
# net autograded_answer
import torch
class Net(torch.nn.Module):
    def __init__(self, config):
        super().__init__()
        config['width'] = 1
        self.conv, self.fc = torch.nn.Conv2d(1, 2, 3), torch.nn.Linear(2, 1)
