"""PyTorch's side of the workloads: what a person would write."""
import torch
from torch import nn
from torch.nn import functional


def add(device, grad=False):
    a = torch.tensor([1.5], requires_grad=grad)
    b = torch.tensor([2.5])

    def run(times):
        for _ in range(times):
            a + b

    return run


def add_grad(device):
    return add(device, grad=True)


def add_in_place(device):
    a, b = torch.tensor([1.5]), torch.tensor([2.5])

    def run(times):
        for _ in range(times):
            a.add_(b)

    return run


def times_two(device):
    a = torch.tensor([1.5])

    def run(times):
        for _ in range(times):
            a * 2.0

    return run


def shape(device):
    a = torch.tensor([1.5])

    def run(times):
        for _ in range(times):
            a.shape

    return run


def item(device):
    a = torch.tensor([1.5])

    def run(times):
        for _ in range(times):
            a.item()

    return run


def training_step(model, optimizer, x, y, loss):
    """A whole step: clear the gradients, forward, loss, backward, update."""

    def run(times):
        for _ in range(times):
            optimizer.zero_grad()
            loss(model(x), y).backward()
            optimizer.step()
        if x.is_cuda:
            torch.cuda.synchronize()

    return run


def perceptron(hidden, batch, device):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(10, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, 1)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    return training_step(model, optimizer, torch.randn(batch, 10).to(device), torch.randn(batch, 1).to(device), functional.mse_loss)


def mlp_256(device):
    return perceptron(256, 256, device)


def mlp_32(device):
    return perceptron(32, 32, device)


class Block(nn.Module):
    """Two convolutions beside a shortcut; where the width grows, the stride is 2 and the shortcut a 1 x 1 convolution."""

    def __init__(self, before, after):
        super().__init__()
        stride = 1 if before == after else 2
        self.first = nn.Conv2d(before, after, 3, stride=stride, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(after)
        self.second = nn.Conv2d(after, after, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(after)
        self.shortcut = nn.Sequential()
        if before != after:
            self.shortcut = nn.Sequential(nn.Conv2d(before, after, 1, stride=stride, bias=False), nn.BatchNorm2d(after))

    def forward(self, x):
        hidden = functional.relu(self.first_norm(self.first(x)), inplace=True)
        return functional.relu(self.second_norm(self.second(hidden)).add_(self.shortcut(x)), inplace=True)


def resnet_20(device):
    torch.manual_seed(0)
    parts = [nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(inplace=True)]
    for before, after in [(16, 16), (16, 32), (32, 64)]:
        parts += [Block(before, after), Block(after, after), Block(after, after)]
    model = nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    return training_step(model, optimizer, torch.randn(64, 3, 32, 32).to(device), torch.randint(10, (64,)).to(device), functional.cross_entropy)


def make(name, device):
    """A function that does the work so many times, and waits for the device."""
    return globals()[name.replace("-", "_")](device)
