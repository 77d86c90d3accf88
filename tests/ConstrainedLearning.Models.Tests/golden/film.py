"""Writes film.json: FiLM row by row, the recurrence in a loop, the Fourier transform and its inverse, the Legendre polynomials by numpy.  /usr/bin/python3 film.py"""
import numpy
import torch
from numpy.polynomial import legendre

from waves import apply, inputs, linear, write

ORDER, MODES, SCALES, C, FEATURES = 6, 3, (1, 2, 4), 3, 4


def discretised(step):
    """A and B of the scaled Legendre measure by the bilinear rule."""
    n = numpy.arange(ORDER)
    sign = numpy.where(n[:, None] < n[None, :], 1.0, (-1.0) ** (n[:, None] - n[None, :]))
    a, b = -(2 * n + 1)[:, None] * sign, (2 * n + 1) * (-1.0) ** n
    inverse = numpy.linalg.inv(numpy.eye(ORDER) - step / 2 * a)
    return torch.tensor(inverse @ (numpy.eye(ORDER) + step / 2 * a)), torch.tensor(inverse @ b * step)


def expert(p, name, x, horizon, scale):
    """x: [batch, channels, lookback]."""
    lookback = x.shape[2]
    step, shorter = 1 / (scale * horizon), min(lookback, horizon)
    modes = max(1, min(MODES, shorter // 2))
    seen = x[:, :, -scale * horizon:]
    a, b = discretised(step)
    memory, memories = torch.zeros(*seen.shape[:2], ORDER), []
    for t in range(seen.shape[2]):
        memory = memory @ a.T + seen[:, :, t, None] * b
        memories.append(memory)
    transform = torch.fft.rfft(torch.stack(memories, -1))
    weight = torch.complex(p[f"{name}.weight"][:, 0], p[f"{name}.weight"][:, 1])
    kept = torch.zeros_like(transform)
    kept[..., :modes] = torch.einsum("bcif,fio->bcof", transform[..., :modes], weight)
    mapped = torch.fft.irfft(kept, n=seen.shape[2])[..., shorter - 1]
    points = 1 - 2 * (numpy.arange(scale * horizon) * step)[-horizon:]
    return mapped @ torch.tensor(numpy.stack([legendre.legval(points, numpy.eye(ORDER)[n]) for n in range(ORDER)]))


def film(lookback, horizon):
    def run(p):
        past, _, _ = inputs(2, lookback, horizon, C, FEATURES)
        mean, deviation = past.mean(1, keepdim=True), (past.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt()
        x = ((past - mean) / deviation * p["scale"] + p["shift"]).transpose(1, 2)
        futures = torch.stack([expert(p, f"experts.{i}", x, horizon, scale) for i, scale in enumerate(SCALES)], -1)
        y = apply(p, "mix", futures)[..., 0].transpose(1, 2)
        return (y - p["shift"]) / p["scale"] * deviation + mean
    return run


def shapes(lookback, horizon):
    modes = max(1, min(MODES, min(lookback, horizon) // 2))
    return {"scale": (C,), "shift": (C,)} | linear("mix", len(SCALES), 1) | {f"experts.{i}.weight": (modes, 2, ORDER, ORDER) for i in range(len(SCALES))}


CASES = {"longer window": (13, 5), "longer horizon": (7, 11), "equal": (8, 8)}
write("film.json", {name: (film(*case), shapes(*case)) for name, case in CASES.items()})
