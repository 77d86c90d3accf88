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


def make(name, device):
    """A function that does the work so many times, and waits for the device."""
    return globals()[name.replace("-", "_")](device)
