"""PyTorch's side of the workloads: what a person would write."""
import torch


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


def make(name, device):
    """A function that does the work so many times, and waits for the device."""
    return globals()[name.replace("-", "_")](device)
