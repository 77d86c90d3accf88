"""What the scripts of single forecasters share: the inputs, parameters and outcomes of models.py, which explains them."""
import json
import math
import pathlib

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def wave(shape, step, phase, scale, function=torch.sin):
    return scale * function(step * torch.arange(math.prod(shape), dtype=torch.float64) + phase).reshape(shape)


def inputs(batch, lookback, horizon, channels, features):
    """Past, past calendar, future calendar."""
    return (wave((batch, lookback, channels), 0.5, 0.2, 1.5) + 0.25, wave((batch, lookback, features), 0.9, 0.0, 0.5, torch.cos),
            wave((batch, horizon, features), 1.1, 0.0, 0.5, torch.cos))


def linear(name, inputs, outputs, bias=True):
    return {f"{name}.weight": (outputs, inputs)} | ({f"{name}.bias": (outputs,)} if bias else {})


def norm(name, width): return {f"{name}.weight": (width,), f"{name}.bias": (width,)}
def both(ours, theirs): return {f"{ours}.weight": f"{theirs}.weight", f"{ours}.bias": f"{theirs}.bias"}
def apply(p, name, x): return F.linear(x, p[f"{name}.weight"], p.get(f"{name}.bias"))
def normalise(p, name, x): return F.layer_norm(x, x.shape[-1:], p[f"{name}.weight"], p[f"{name}.bias"])


def embed(p, name, x, time):
    """A circular convolution over three rows, the calendar, and sines and cosines."""
    weight = p[f"{name}.value.weight"]
    width = weight.shape[0]
    rows = F.pad(x.transpose(1, 2), (1, 1), mode="circular")
    angle = torch.arange(x.shape[1])[:, None] * 10000 ** (-torch.arange(0, width, 2) / width)
    position = torch.stack([angle.sin(), angle.cos()], -1).reshape(x.shape[1], width)
    return F.conv1d(rows, weight.reshape(width, -1, 3)).transpose(1, 2) + apply(p, f"{name}.calendar", time) + position


def write(file, cases):
    """cases: name -> (function of the parameters, shapes of the parameters, further outcomes)."""
    result = {}
    for name, (model, shapes) in cases.items():
        p = {n: wave(shapes[n], 0.7, i, 0.3).requires_grad_() for i, n in enumerate(sorted(shapes))}
        output = model(p)
        (output * wave(output.shape, 0.3, 0.0, 1.0, torch.cos)).sum().backward()
        result[name] = {
            "outputShape": list(output.shape),
            "output": output.flatten().tolist(),
            "gradients": {n: [(t.grad * wave(t.shape, 0.1, 0.0, 1.0, torch.cos)).sum().item(), t.grad.norm().item()] for n, t in sorted(p.items())},
        }
    pathlib.Path(__file__).parent.joinpath(file).write_text(json.dumps(result, indent=1) + "\n")
