"""The attention forecasters of the loss-shaping experiments as a person would write them: PyTorch's layers, and each paper's own part as its authors compute it."""
import math

import torch
from torch import nn
from torch.nn import functional

LOOKBACK, HORIZON, CHANNELS, TIME_FEATURES, LABEL, FACTOR, KERNEL = 96, 96, 7, 4, 48, 3, 25


class Embedding(nn.Module):
    def __init__(self, width, dropout, positions=True):
        super().__init__()
        self.value = nn.Conv1d(CHANNELS, width, 3, padding=1, padding_mode="circular", bias=False)
        self.calendar, self.dropout = nn.Linear(TIME_FEATURES, width, bias=False), nn.Dropout(dropout)
        angle = torch.arange(LABEL + HORIZON)[:, None] * 10000 ** (-torch.arange(0, width, 2) / width)
        self.register_buffer("position", torch.stack([angle.sin(), angle.cos()], -1).flatten(1) * positions)

    def forward(self, x, time):
        return self.dropout(self.value(x.transpose(1, 2)).transpose(1, 2) + self.calendar(time) + self.position[: x.shape[1]])


class Attention(nn.Module):
    """Projections and heads around `mix`, which is given query, key and value [batch, heads, rows, size] and what else the call was given."""

    def __init__(self, width, heads, mix):
        super().__init__()
        self.heads, self.mix = heads, mix
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))

    def split(self, x):
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def forward(self, x, memory, *others):
        mixed = self.mix(self.split(self.query(x)), self.split(self.key(memory)), self.split(self.value(memory)), *others)
        return self.output(mixed.transpose(1, 2).reshape(x.shape))


class Full(nn.Module):
    def __init__(self, dropout, causal=False):
        super().__init__()
        self.dropout, self.causal = nn.Dropout(dropout), causal

    def forward(self, query, key, value, tau=1.0, delta=0.0):
        scores = (query @ key.transpose(-2, -1)) * tau + delta
        if self.causal:
            scores = scores.masked_fill(torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device).triu(1), -math.inf)
        return self.dropout((scores / math.sqrt(query.shape[-1])).softmax(-1)) @ value


class Sparse(nn.Module):
    def __init__(self, dropout, causal=False):
        super().__init__()
        self.dropout, self.causal = nn.Dropout(dropout), causal

    def forward(self, query, key, value):
        batch, heads, rows, size = query.shape
        count = min(rows, FACTOR * math.ceil(math.log(rows)))
        drawn = torch.randint(rows, (rows, count), device=query.device)
        samples = key[:, :, drawn]
        products = (query.unsqueeze(-2) @ samples.transpose(-2, -1)).squeeze(-2)
        active = (products.max(-1)[0] - products.mean(-1)).topk(count, sorted=False)[1]
        places = torch.arange(batch, device=query.device)[:, None, None], torch.arange(heads, device=query.device)[None, :, None], active
        scores = query[places] @ key.transpose(-2, -1)
        if self.causal:
            hidden = torch.ones(rows, rows, dtype=torch.bool, device=query.device).triu(1)
            scores = scores.masked_fill(hidden[active], -math.inf)
            context = value.cumsum(-2) / torch.arange(1, rows + 1, device=query.device)[:, None]
        else:
            context = value.mean(-2, keepdim=True).expand(value.shape).clone()
        context[places] = self.dropout((scores / math.sqrt(size)).softmax(-1)) @ value
        return context


def correlate(query, key, value):
    """Auto-correlation in training, with rolls by the batch's lags."""
    rows = query.shape[2]
    if key.shape[2] < rows:
        zeros = torch.zeros_like(query[:, :, key.shape[2]:])
        key, value = torch.cat([key, zeros], 2), torch.cat([value, zeros], 2)
    key, value = key[:, :, :rows], value[:, :, :rows]
    series = [x.transpose(2, 3).contiguous() for x in (query, key, value)]
    correlation = torch.fft.irfft(torch.fft.rfft(series[0]) * torch.fft.rfft(series[1]).conj(), n=rows)
    likeness = correlation.mean((1, 2))
    lags = likeness.mean(0).topk(int(FACTOR * math.log(rows)))[1]
    shares = likeness[:, lags].softmax(-1)
    mixed = torch.zeros_like(series[2])
    for i, lag in enumerate(lags.tolist()):
        mixed = mixed + series[2].roll(-lag, -1) * shares[:, i, None, None, None]
    return mixed.transpose(2, 3)


class FeedForward(nn.Sequential):
    def __init__(self, width, hidden, dropout, bias=True):
        super().__init__(nn.Linear(width, hidden, bias), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, width, bias), nn.Dropout(dropout))


class Encoder(nn.Module):
    def __init__(self, width, heads, hidden, dropout, mix):
        super().__init__()
        self.attention, self.feed, self.dropout = Attention(width, heads, mix), FeedForward(width, hidden, dropout), nn.Dropout(dropout)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))

    def forward(self, x, *others):
        x = self.norms[0](x + self.dropout(self.attention(x, x, *others)))
        return self.norms[1](x + self.feed(x))


class Decoder(nn.Module):
    def __init__(self, width, heads, hidden, dropout, mix, other):
        super().__init__()
        self.own, self.other = Attention(width, heads, mix), Attention(width, heads, other)
        self.feed, self.dropout = FeedForward(width, hidden, dropout), nn.Dropout(dropout)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))

    def forward(self, x, memory, own=(), other=()):
        x = self.norms[0](x + self.dropout(self.own(x, x, *own)))
        x = self.norms[1](x + self.dropout(self.other(x, memory, *other)))
        return self.norms[2](x + self.feed(x))


class Distilling(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.convolution, self.norm = nn.Conv1d(width, width, 3, padding=1, padding_mode="circular"), nn.BatchNorm1d(width)

    def forward(self, x):
        return functional.max_pool1d(functional.elu(self.norm(self.convolution(x.transpose(1, 2)))), 3, 2, 1).transpose(1, 2)


def start(past, time, future_time):
    zeros = torch.zeros(past.shape[0], HORIZON, CHANNELS, device=past.device)
    return torch.cat([past[:, -LABEL:], zeros], 1), torch.cat([time[:, -LABEL:], future_time], 1)


class Informer(nn.Module):
    def __init__(self, width=512, heads=8, hidden=2048, dropout=0.05):
        super().__init__()
        self.past, self.future = Embedding(width, dropout), Embedding(width, dropout)
        self.encoder = nn.Sequential(*(layer for _ in range(2) for layer in (Encoder(width, heads, hidden, dropout, Sparse(dropout)), Distilling(width))))[:-1]
        self.encoder.append(nn.LayerNorm(width))
        self.decoder = Decoder(width, heads, hidden, dropout, Sparse(dropout, True), Full(dropout))
        self.norm, self.projection = nn.LayerNorm(width), nn.Linear(width, CHANNELS)

    def forward(self, past, time, future_time):
        memory = self.encoder(self.past(past, time))
        return self.projection(self.norm(self.decoder(self.future(*start(past, time, future_time)), memory)))[:, -HORIZON:]


class Decomposition(nn.Module):
    def __init__(self):
        super().__init__()
        self.average = nn.AvgPool1d(KERNEL, stride=1)

    def forward(self, x):
        padded = torch.cat([x[:, :1].repeat(1, KERNEL // 2, 1), x, x[:, -1:].repeat(1, KERNEL // 2, 1)], 1)
        trend = self.average(padded.transpose(1, 2)).transpose(1, 2)
        return x - trend, trend


class SeasonalNorm(nn.LayerNorm):
    def forward(self, x):
        x = super().forward(x)
        return x - x.mean(1, keepdim=True)


class CorrelationEncoder(nn.Module):
    def __init__(self, width, heads, hidden, dropout):
        super().__init__()
        self.correlation, self.feed, self.dropout = Attention(width, heads, correlate), FeedForward(width, hidden, dropout, False), nn.Dropout(dropout)
        self.decomposition = Decomposition()

    def forward(self, x):
        x = self.decomposition(x + self.dropout(self.correlation(x, x)))[0]
        return self.decomposition(x + self.feed(x))[0]


class CorrelationDecoder(nn.Module):
    def __init__(self, width, heads, hidden, dropout):
        super().__init__()
        self.own, self.other = Attention(width, heads, correlate), Attention(width, heads, correlate)
        self.feed, self.dropout, self.decomposition = FeedForward(width, hidden, dropout, False), nn.Dropout(dropout), Decomposition()
        self.trend = nn.Conv1d(width, CHANNELS, 3, padding=1, padding_mode="circular", bias=False)

    def forward(self, x, memory):
        x, first = self.decomposition(x + self.dropout(self.own(x, x)))
        x, second = self.decomposition(x + self.dropout(self.other(x, memory)))
        x, third = self.decomposition(x + self.feed(x))
        return x, self.trend((first + second + third).transpose(1, 2)).transpose(1, 2)


class Autoformer(nn.Module):
    def __init__(self, width=512, heads=8, hidden=2048, dropout=0.05):
        super().__init__()
        self.decomposition = Decomposition()
        self.past, self.future = Embedding(width, dropout, False), Embedding(width, dropout, False)
        self.encoder = nn.Sequential(*(CorrelationEncoder(width, heads, hidden, dropout) for _ in range(2)), SeasonalNorm(width))
        self.decoder = CorrelationDecoder(width, heads, hidden, dropout)
        self.norm, self.projection = SeasonalNorm(width), nn.Linear(width, CHANNELS)

    def forward(self, past, time, future_time):
        memory = self.encoder(self.past(past, time))
        seasonal, trend = self.decomposition(past)
        trend = torch.cat([trend[:, -LABEL:], past.mean(1, keepdim=True).repeat(1, HORIZON, 1)], 1)
        x, added = self.decoder(self.future(*start(seasonal, time, future_time)), memory)
        return (self.projection(self.norm(x)) + trend + added)[:, -HORIZON:]


class Projector(nn.Module):
    def __init__(self, outputs, hidden=128):
        super().__init__()
        self.series = nn.Conv1d(LOOKBACK, 1, 3, padding=1, padding_mode="circular", bias=False)
        self.layers = nn.Sequential(nn.Linear(2 * CHANNELS, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, outputs, bias=False))

    def forward(self, x, statistic):
        return self.layers(torch.cat([self.series(x), statistic], 1).flatten(1))


class Nonstationary(nn.Module):
    def __init__(self, width=256, heads=8, hidden=512, dropout=0.05):
        super().__init__()
        self.scale, self.shift = Projector(1), Projector(LOOKBACK)
        self.past, self.future = Embedding(width, dropout), Embedding(width, dropout)
        self.encoder = nn.ModuleList(Encoder(width, heads, hidden, dropout, Full(dropout)) for _ in range(2))
        self.encoder_norm = nn.LayerNorm(width)
        self.decoder = Decoder(width, heads, hidden, dropout, Full(dropout, True), Full(dropout))
        self.norm, self.projection = nn.LayerNorm(width), nn.Linear(width, CHANNELS)

    def forward(self, past, time, future_time):
        mean, deviation = past.mean(1, keepdim=True), (past.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt()
        tau, delta = self.scale(past, deviation).exp()[:, :, None, None], self.shift(past, mean)[:, None, None]
        past = (past - mean) / deviation
        memory = self.past(past, time)
        for layer in self.encoder:
            memory = layer(memory, tau, delta)
        x = self.decoder(self.future(*start(past, time, future_time)), self.encoder_norm(memory), (tau,), (tau, delta))
        return self.projection(self.norm(x))[:, -HORIZON:] * deviation + mean


class SeriesNorm(nn.BatchNorm1d):
    def forward(self, x):
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


class PatchTST(nn.Module):
    def __init__(self, width=128, heads=16, hidden=256, layers=3, dropout=0.2, patch=16, stride=8):
        super().__init__()
        self.patch, self.stride, count = patch, stride, (LOOKBACK - patch) // stride + 2
        self.embedding, self.position, self.dropout = nn.Linear(patch, width), nn.Parameter(torch.empty(count, width).uniform_(-0.02, 0.02)), nn.Dropout(dropout)
        self.encoder = nn.Sequential(*(Encoder(width, heads, hidden, dropout, Full(dropout)) for _ in range(layers)))
        for layer in self.encoder:
            layer.norms = nn.ModuleList(SeriesNorm(width) for _ in range(2))
        self.head = nn.Linear(count * width, HORIZON)

    def forward(self, past, *_):
        mean, deviation = past.mean(1, keepdim=True), (past.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt()
        x = functional.pad(((past - mean) / deviation).transpose(1, 2), (0, self.stride), mode="replicate").unfold(-1, self.patch, self.stride)
        x = self.dropout(self.embedding(x) + self.position).flatten(0, 1)
        x = self.head(self.encoder(x).flatten(1)).view(-1, CHANNELS, HORIZON)
        return x.transpose(1, 2) * deviation + mean
