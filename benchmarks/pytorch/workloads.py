"""PyTorch's side of the workloads: what a person would write."""
import torch
from torch import nn
from torch.nn import functional

import efficient
import engine
import forecasters
import resnet
from adapters import adapters_lora, adapters_lorta_8, adapters_lorta_85, adapters_lorta_282, adapters_vera, adapters_whole  # noqa: F401, workloads
from forecasters import CHANNELS, HORIZON, LOOKBACK, TIME_FEATURES
from invariance import invariance  # noqa: F401, a workload
from quantization import quantization, quantization_plain  # noqa: F401, workloads


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


def resnet_20(device):
    torch.manual_seed(0)
    model = resnet.resnet_20().to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    return training_step(model, optimizer, torch.randn(64, 3, 32, 32).to(device), torch.randint(10, (64,)).to(device), functional.cross_entropy)


BATCH = 32


class DLinear(nn.Module):
    """Trend (a moving average over 25 rows) and remainder, each by its own linear map over time."""

    def __init__(self):
        super().__init__()
        self.seasonal, self.trend = nn.Linear(LOOKBACK, HORIZON), nn.Linear(LOOKBACK, HORIZON)
        self.average = nn.AvgPool1d(25, stride=1)

    def forward(self, past, *_):
        padded = torch.cat([past[:, :1].repeat(1, 12, 1), past, past[:, -1:].repeat(1, 12, 1)], dim=1)
        trend = self.average(padded.transpose(1, 2))
        return (self.seasonal(past.transpose(1, 2) - trend) + self.trend(trend)).transpose(1, 2)


class FoldedDLinear(nn.Module):
    """The same map with the average folded into the weights, as ConstrainedLearning.Models does: one product on the batch."""

    def __init__(self):
        super().__init__()
        self.seasonal, self.trend = nn.Linear(LOOKBACK, HORIZON), nn.Linear(LOOKBACK, HORIZON)
        rows = (torch.arange(LOOKBACK)[:, None] + torch.arange(-12, 13)).clamp(0, LOOKBACK - 1)
        self.register_buffer("average", torch.zeros(LOOKBACK, LOOKBACK).scatter_add_(1, rows, torch.full(rows.shape, 1 / 25)), persistent=False)

    def forward(self, past, *_):
        map = self.seasonal.weight.addmm(self.trend.weight - self.seasonal.weight, self.average)
        return functional.linear(past.transpose(1, 2), map, self.seasonal.bias + self.trend.bias).transpose(1, 2)


class ITransformer(nn.Module):
    """One token for each variable and calendar feature, an encoder, one linear map of each variable's token."""

    def __init__(self, width=256, hidden=256, heads=8, layers=2, dropout=0.05):
        super().__init__()
        self.embedding, self.dropout = nn.Linear(LOOKBACK, width), nn.Dropout(dropout)
        layer = nn.TransformerEncoderLayer(width, heads, hidden, dropout, "gelu", batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers, nn.LayerNorm(width))
        self.projection = nn.Linear(width, HORIZON)

    def forward(self, past, time, _):
        mean = past.mean(1, keepdim=True)
        centred = past - mean
        deviation = (centred.square().mean(1, keepdim=True) + 1e-5).sqrt()
        tokens = self.dropout(self.embedding(torch.cat([centred / deviation, time], 2).transpose(1, 2)))
        future = self.projection(self.encoder(tokens)[:, :CHANNELS]).transpose(1, 2)
        return future * deviation + mean


def forecasting(make, constrained, device):
    """The loop a person would write: the Lagrangian of a bound on each step of the horizon, and one multiplier each."""
    torch.manual_seed(0)
    model = make().to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    past, time = torch.randn(BATCH, LOOKBACK, CHANNELS).to(device), torch.randn(BATCH, LOOKBACK, TIME_FEATURES).to(device)
    future_time, future = torch.randn(BATCH, HORIZON, TIME_FEATURES).to(device), torch.randn(BATCH, HORIZON, CHANNELS).to(device)
    multipliers, bounds = torch.zeros(HORIZON, device=device), torch.ones(HORIZON, device=device)

    def run(times):
        for _ in range(times):
            optimizer.zero_grad()
            error = (model(past, time, future_time) - future).square().mean((0, 2))
            loss = error.mean()
            if constrained:
                loss = loss + (multipliers * (error - bounds)).sum()
            loss.backward()
            optimizer.step()
            if constrained:
                with torch.no_grad():
                    multipliers.add_(error - bounds, alpha=0.01).clamp_(min=0)
        if past.is_cuda:
            torch.cuda.synchronize()

    return run


def dlinear(device):
    return forecasting(FoldedDLinear, False, device)


def dlinear_constrained(device):
    return forecasting(FoldedDLinear, True, device)


def dlinear_published(device):
    return forecasting(DLinear, True, device)


def itransformer(device):
    return forecasting(ITransformer, True, device)


def informer(device):
    return forecasting(forecasters.Informer, True, device)


def autoformer(device):
    return forecasting(forecasters.Autoformer, True, device)


def nonstationary(device):
    return forecasting(forecasters.Nonstationary, True, device)


def patchtst(device):
    return forecasting(forecasters.PatchTST, True, device)
def reformer(device):
    return forecasting(efficient.Reformer, True, device)


def pyraformer(device):
    return forecasting(efficient.Pyraformer, True, device)


def film(device):
    return forecasting(efficient.FiLM, True, device)


def make(name, device):
    """A function that does the work so many times, and waits for the device."""
    name = name.replace("-", "_")
    return (globals().get(name) or getattr(engine, name))(device)
