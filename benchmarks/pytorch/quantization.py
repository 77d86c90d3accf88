"""PyTorch's side of the step under quantization constraints: the loop that a person writes, with precision as a mode of the layers."""
import torch
from torch import nn
from torch.nn import functional

LEVELS = 2**2 - 1


class Convolution(nn.Conv2d):
    """Without bias, He's initial weights."""

    def __init__(self, before, after, kernel, stride=1):
        super().__init__(before, after, kernel, stride=stride, padding=kernel // 2, bias=False)
        nn.init.kaiming_normal_(self.weight, nonlinearity="relu")


class TwoPrecisions(Convolution):
    """With normalised weights; at low precision weights and inputs are on a grid, and the relative error that the weights' grid makes is noted, with gradient into them."""

    low = False

    def forward(self, x):
        with torch.enable_grad():
            bounded = self.weight.tanh()
            normalised = bounded / bounded.abs().max()
            scale = self.weight.detach().abs().mean()
            weight = scale * normalised
        if not self.low:
            return self._conv_forward(x, weight, None)
        x = (x.clamp(0, 1) * LEVELS).round_().div_(LEVELS)
        rounded = scale * (2 * ((normalised + 1) / 2 * LEVELS).round() / LEVELS - 1)
        result = self._conv_forward(x, rounded, None)
        with torch.enable_grad():
            high = self._conv_forward(x, weight, None)
            self.error = (high - result).square().mean() / high.detach().square().mean()
        return result


class Normalization(nn.BatchNorm2d):
    """Batch normalisation with a second set of running statistics."""

    low = False

    def __init__(self, features):
        super().__init__(features)
        self.register_buffer("low_mean", torch.zeros(features))
        self.register_buffer("low_var", torch.ones(features))

    def forward(self, x):
        if not self.low:
            return super().forward(x)
        return functional.batch_norm(x, self.low_mean, self.low_var, self.weight, self.bias, self.training, self.momentum, self.eps)


class Block(nn.Module):
    """Two convolutions behind normalisation and clipping, beside a shortcut."""

    def __init__(self, before, after, convolution):
        super().__init__()
        stride = 1 if before == after else 2
        self.bn0, self.conv0 = Normalization(before), convolution(before, after, 3, stride)
        self.bn1, self.conv1 = Normalization(after), convolution(after, after, 3)
        self.shortcut = None
        if stride > 1:
            self.shortcut, self.bn_shortcut = convolution(before, after, 1, stride), Normalization(after)

    def forward(self, x):
        features = functional.hardtanh_(self.bn0(x), 0, 1)
        hidden = self.conv1(functional.hardtanh_(self.bn1(self.conv0(features)), 0, 1))
        return hidden.add_(x if self.shortcut is None else self.bn_shortcut(self.shortcut(features)))


def network(convolution):
    blocks = [Block(before, after, convolution) for before, after in [(16, 16)] * 3 + [(16, 32)] + [(32, 32)] * 2 + [(32, 64)] + [(64, 64)] * 2]
    return nn.Sequential(Convolution(3, 16, 3), *blocks, Normalization(64), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def switch(layers, low):
    for layer in layers:
        layer.low = low


def divergence(output, low):
    """KL(p || q), with gradient through p, the side of full precision."""
    return functional.kl_div(low.log_softmax(1), output.log_softmax(1), reduction="batchmean", log_target=True)


def problem(device, convolution):
    torch.manual_seed(0)
    model = network(convolution).to(device, memory_format=torch.channels_last)
    x = torch.randn(64, 3, 32, 32).to(device, memory_format=torch.channels_last)
    return model, x, torch.randint(10, (64,)).to(device)


def quantization(device):
    """loss + multipliers . (errors of the layers and divergence of the outputs, less their bounds), Adam, ascent of the multipliers."""
    model, x, y = problem(device, TwoPrecisions)
    layers = [layer for layer in model.modules() if isinstance(layer, (TwoPrecisions, Normalization))]
    convolutions = [layer for layer in layers if isinstance(layer, TwoPrecisions)]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    bounds = torch.tensor([0.2] * len(convolutions) + [0.1], device=device)
    multipliers, rate = torch.zeros_like(bounds), 1e-3

    def run(times):
        for _ in range(times):
            optimizer.zero_grad(set_to_none=True)
            output = model(x)
            switch(layers, low=True)
            with torch.no_grad():
                low = model(x)
            switch(layers, low=False)
            values = torch.stack([layer.error for layer in convolutions] + [divergence(output, low)])
            (functional.cross_entropy(output, y) + multipliers @ (values - bounds)).backward()
            optimizer.step()
            with torch.no_grad():
                multipliers.add_(rate * (values.detach() - bounds)).clamp_(min=0)
        if x.is_cuda:
            torch.cuda.synchronize()

    return run


def quantization_plain(device):
    """The same network without constraints, with its weights as they are."""
    model, x, y = problem(device, Convolution)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def run(times):
        for _ in range(times):
            optimizer.zero_grad(set_to_none=True)
            functional.cross_entropy(model(x), y).backward()
            optimizer.step()
        if x.is_cuda:
            torch.cuda.synchronize()

    return run
