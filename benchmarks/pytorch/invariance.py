"""PyTorch's side of the step under an invariance constraint: the loop that a person writes, with one Metropolis-Hastings acceptance a picture and per-sample losses."""
import contextlib

import torch
from torch import nn
from torch.nn import functional

import resnet
from transformations import transform


@contextlib.contextmanager
def frozen_statistics(layers):
    """Batches are normalised by themselves as ever, and running statistics stay."""
    before = [layer.momentum for layer in layers]
    for layer in layers:
        layer.momentum = 0
    yield
    for layer, momentum in zip(layers, before):
        layer.momentum = momentum


def choose(x, losses):
    """Two proposals a picture; the second is taken with probability min(1, its loss over the first's)."""
    first, second = (transform(x).contiguous(memory_format=torch.channels_last) for _ in range(2))
    accepted = losses(second) / losses(first) > torch.rand(len(x), device=x.device)
    return torch.where(accepted.view(-1, 1, 1, 1), second, first)


def invariance(device):
    """ResNet-20 on 64 pictures in channels-last memory: loss + multiplier * loss of the chosen transformations, SGD, ascent of the multiplier."""
    torch.manual_seed(0)
    model = resnet.resnet_20().to(device, memory_format=torch.channels_last)
    normalisations = [layer for layer in model.modules() if isinstance(layer, nn.BatchNorm2d)]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    pictures, y = torch.randint(256, (64, 3, 32, 32)).float().to(device), torch.randint(10, (64,)).to(device)
    x = pictures.contiguous(memory_format=torch.channels_last)
    epsilon, rate, multiplier = 0.6, 1e-4, torch.zeros((), device=device)

    def losses(inputs):
        return functional.cross_entropy(model(inputs), y, reduction="none")

    def run(times):
        for _ in range(times):
            optimizer.zero_grad(set_to_none=True)
            loss = functional.cross_entropy(model(x), y)
            with frozen_statistics(normalisations):
                with torch.no_grad():
                    chosen = choose(pictures, losses)
                transformed = losses(chosen).mean()
            (loss + multiplier * transformed).backward()
            optimizer.step()
            with torch.no_grad():
                multiplier.add_(rate * (transformed - epsilon)).clamp_(min=0)
        if x.is_cuda:
            torch.cuda.synchronize()

    return run
