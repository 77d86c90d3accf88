"""PyTorch's side of the forecasters with a structure of their own, as their authors' papers write them down: hashed chunks gathered, all nodes of a pyramid, a memory in a loop."""
import math

import numpy
import torch
from torch import nn
from torch.nn import functional

LOOKBACK, HORIZON, CHANNELS, TIME_FEATURES = 96, 96, 7, 4
WIDTH, HIDDEN, HEADS, LAYERS, DROPOUT = 512, 2048, 8, 2, 0.05


class Embedding(nn.Module):
    """A circular convolution over three rows, a linear map of the calendar, sines and cosines."""

    def __init__(self, length):
        super().__init__()
        self.value = nn.Conv1d(CHANNELS, WIDTH, 3, padding=1, padding_mode="circular", bias=False)
        self.calendar, self.dropout = nn.Linear(TIME_FEATURES, WIDTH, bias=False), nn.Dropout(DROPOUT)
        angle = torch.arange(length)[:, None] * 10000 ** (-torch.arange(0, WIDTH, 2) / WIDTH)
        self.register_buffer("position", torch.stack([angle.sin(), angle.cos()], -1).flatten(1))

    def forward(self, x, time):
        return self.dropout(self.value(x.transpose(1, 2)).transpose(1, 2) + self.calendar(time) + self.position)


class HashedAttention(nn.Module):
    """LSH attention over sorted chunks of 4 in 4 rounds, each with its own softmax."""

    def __init__(self, chunk=4, rounds=4):
        super().__init__()
        self.chunk, self.rounds = chunk, rounds
        self.shared, self.value = nn.Linear(WIDTH, WIDTH, bias=False), nn.Linear(WIDTH, WIDTH, bias=False)
        self.output = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        batch, tokens, _ = x.shape
        qk, v = (part(x).view(batch, tokens, HEADS, -1).transpose(1, 2).reshape(batch * HEADS, tokens, -1) for part in (self.shared, self.value))
        size, chunks = qk.shape[2], self.rounds * tokens // self.chunk
        with torch.no_grad():
            projected = torch.einsum("btf,frh->brth", qk, torch.randn(size, self.rounds, tokens // self.chunk // 2, device=x.device))
            buckets = torch.cat([projected, -projected], -1).argmax(-1)
            order = (buckets * tokens + torch.arange(tokens, device=x.device)).argsort(-1)
            place = (order + tokens * torch.arange(self.rounds, device=x.device)[:, None]).flatten(1).argsort(-1)
            order = order.flatten(1)

        def chunked(values):
            return values.gather(1, order.unsqueeze(2).expand(-1, -1, size)).view(-1, chunks, self.chunk, size)

        def with_previous(values):
            return torch.cat([values, values.roll(1, 1)], 2)

        query, asking = chunked(qk), order.view(-1, chunks, self.chunk)
        key, value, seen = with_previous(functional.normalize(query, dim=-1)), with_previous(chunked(v)), with_previous(asking)
        scores = query @ key.transpose(2, 3) / math.sqrt(size)
        scores = scores.masked_fill(asking.unsqueeze(3) == seen.unsqueeze(2), -5e4)
        normaliser = scores.logsumexp(-1, keepdim=True)
        mixed = ((scores - normaliser).exp() @ value).view(len(qk), -1, size)
        mixed = mixed.gather(1, place.unsqueeze(2).expand(-1, -1, size)).view(len(qk), self.rounds, tokens, size)
        weight = normaliser.view(len(qk), -1).gather(1, place).view(len(qk), self.rounds, tokens, 1).softmax(1)
        return self.output((mixed * weight).sum(1).view(batch, HEADS, tokens, size).transpose(1, 2).reshape(batch, tokens, WIDTH))


class ReformerLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention, self.dropout = HashedAttention(), nn.Dropout(DROPOUT)
        self.feed_forward = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, WIDTH), nn.Dropout(DROPOUT))
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)

    def forward(self, x):
        x = self.norm1(x + self.dropout(self.attention(x)))
        return self.norm2(x + self.feed_forward(x))


class Reformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = Embedding(LOOKBACK + HORIZON)
        self.encoder = nn.Sequential(*(ReformerLayer() for _ in range(LAYERS)), nn.LayerNorm(WIDTH))
        self.projection = nn.Linear(WIDTH, CHANNELS)

    def forward(self, past, past_time, future_time):
        x = torch.cat([past, past.new_zeros(len(past), HORIZON, CHANNELS)], 1)
        return self.projection(self.encoder(self.embedding(x, torch.cat([past_time, future_time], 1))))[:, -HORIZON:]


class Coarser(nn.Module):
    def __init__(self, size, children):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv1d(size, size, children, stride=children), nn.BatchNorm1d(size), nn.ELU())

    def forward(self, x):
        return self.layers(x)


class Pyraformer(nn.Module):
    """All nodes in all layers, a dense mask."""

    def __init__(self, children=4, coarser=2, neighbours=5):
        super().__init__()
        scales = [LOOKBACK + 1]
        for _ in range(coarser):
            scales.append(scales[-1] // children)
        self.embedding = Embedding(LOOKBACK + 1)
        self.down, self.up, self.norm = nn.Linear(WIDTH, WIDTH // 4), nn.Linear(WIDTH // 4, WIDTH), nn.LayerNorm(WIDTH)
        self.coarser = nn.ModuleList(Coarser(WIDTH // 4, children) for _ in range(coarser))
        layer = nn.TransformerEncoderLayer(WIDTH, HEADS, HIDDEN, DROPOUT, "gelu", batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, LAYERS)
        self.projection = nn.Linear(len(scales) * WIDTH, HORIZON * CHANNELS)
        scale = torch.cat([torch.full((count,), s) for s, count in enumerate(scales)])
        place = torch.cat([torch.arange(count) for count in scales])
        parent = torch.minimum(place // children, torch.tensor(scales[1:] + [0])[scale] - 1)
        near = (scale[:, None] == scale) & ((place[:, None] - place).abs() <= neighbours // 2)
        child = (scale[:, None] + 1 == scale) & (parent[:, None] == place)
        self.register_buffer("hidden", ~(near | child | child.T))
        self.ends = (torch.tensor(scales).cumsum(0) - 1).tolist()

    def forward(self, past, past_time, future_time):
        x = torch.cat([past, past.new_zeros(len(past), 1, CHANNELS)], 1)
        rows = self.embedding(x, torch.cat([past_time, future_time[:, :1]], 1))
        nodes, coarser = self.down(rows).transpose(1, 2), []
        for scale in self.coarser:
            nodes = scale(nodes)
            coarser.append(nodes)
        nodes = self.norm(torch.cat([rows, self.up(torch.cat(coarser, 2).transpose(1, 2))], 1))
        nodes = self.encoder(nodes, mask=self.hidden)
        return self.projection(nodes[:, self.ends].flatten(1)).view(-1, HORIZON, CHANNELS)


class Expert(nn.Module):
    """A Legendre memory row by row, the Fourier transform of its history, a complex map of the lowest frequencies, the inverse, the rows it holds."""

    def __init__(self, scale, order=256, modes=32):
        super().__init__()
        self.scale, self.order, self.modes = scale, order, min(modes, min(LOOKBACK, HORIZON) // 2)
        n, step = numpy.arange(order), 1 / (scale * HORIZON)
        a = -(2 * n + 1)[:, None] * numpy.where(n[:, None] < n, 1.0, (-1.0) ** (n[:, None] - n))
        inverse = numpy.linalg.inv(numpy.eye(order) - step / 2 * a)
        self.register_buffer("a", torch.tensor(inverse @ (numpy.eye(order) + step / 2 * a)).float())
        self.register_buffer("b", torch.tensor(inverse @ ((2 * n + 1) * (-1.0) ** n) * step).float())
        points = 1 - 2 * (1 - numpy.arange(HORIZON, 0, -1) * step)
        self.register_buffer("rows", torch.tensor(numpy.polynomial.legendre.legvander(points, order - 1).T.copy()).float())
        self.real, self.imaginary = (nn.Parameter(torch.rand(order, order, self.modes) / order ** 2) for _ in range(2))

    def forward(self, x):
        seen = x[:, :, -self.scale * HORIZON:]
        memory, memories = seen.new_zeros(*seen.shape[:2], self.order), []
        for t in range(seen.shape[2]):
            memory = functional.linear(memory, self.a) + seen[:, :, t, None] * self.b
            memories.append(memory)
        transform = torch.fft.rfft(torch.stack(memories, -1))
        lowest = transform[..., :self.modes]
        mapped = torch.zeros_like(transform)
        real = torch.einsum("bcif,iof->bcof", lowest.real, self.real) - torch.einsum("bcif,iof->bcof", lowest.imag, self.imaginary)
        imaginary = torch.einsum("bcif,iof->bcof", lowest.real, self.imaginary) + torch.einsum("bcif,iof->bcof", lowest.imag, self.real)
        mapped[..., :self.modes] = torch.complex(real, imaginary)
        return torch.fft.irfft(mapped, n=seen.shape[2])[..., min(LOOKBACK, HORIZON) - 1] @ self.rows


class FiLM(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale, self.shift = nn.Parameter(torch.ones(CHANNELS)), nn.Parameter(torch.zeros(CHANNELS))
        self.experts, self.mix = nn.ModuleList(Expert(scale) for scale in (1, 2, 4)), nn.Linear(3, 1)

    def forward(self, past, past_time, future_time):
        mean = past.mean(1, keepdim=True)
        deviation = (past.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt()
        x = ((past - mean) / deviation * self.scale + self.shift).transpose(1, 2)
        y = self.mix(torch.stack([expert(x) for expert in self.experts], -1)).squeeze(-1).transpose(1, 2)
        return (y - self.shift) / self.scale * deviation + mean
