#!/usr/bin/python3
"""A small network inside torch.autocast on the CPU in bfloat16, and the types operators answer there: writes autocast.json beside this file."""
import json
import pathlib

import torch
from torch import nn

OPERATORS = {
    "matmul": lambda a, b: a.matmul(b),
    "mm": lambda a, b: a.mm(b),
    "bmm": lambda a, b: a.unsqueeze(0).bmm(b.unsqueeze(0)),
    "addmm": lambda a, b: a.addmm(a, b),
    "linear": lambda a, b: nn.functional.linear(a, b, b[0]),
    "conv1d": lambda a, b: nn.functional.conv1d(a.unsqueeze(0), b.unsqueeze(0)),
    "mv": lambda a, b: a.mv(b[0]),
    "add": lambda a, b: a + b,
    "softmax": lambda a, b: a.softmax(0),
    "relu": lambda a, b: a.relu(),
    "sum": lambda a, b: a.sum(),
    "mean": lambda a, b: a.mean(),
    "prod": lambda a, b: a.prod(),
    "square": lambda a, b: a.square(),
    "mse_loss": lambda a, b: nn.functional.mse_loss(a, b),
    "smooth_l1_loss": lambda a, b: nn.functional.smooth_l1_loss(a, b),
    "binary_cross_entropy_with_logits": lambda a, b: nn.functional.binary_cross_entropy_with_logits(a, b),
    "cross_entropy": lambda a, b: nn.functional.cross_entropy(a, b),
    "inverse": lambda a, b: (a + 4 * torch.eye(3).to(a.dtype)).inverse(),
    "cat": lambda a, b: torch.cat([a, b.float()]),
    "stack": lambda a, b: torch.stack([a, b.float()]),
}


def numbers(tensor):
    return [float(f"{v:.9g}") for v in tensor.detach().double().reshape(-1).tolist()]


def types(dtype):
    a, b = torch.full((3, 3), 0.5, dtype=dtype), torch.full((3, 3), 0.25, dtype=dtype)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return {key: str(operator(a, b).dtype).removeprefix("torch.") for key, operator in OPERATORS.items()}


torch.manual_seed(7)
network = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 3))
x, y = torch.randn(8, 6), torch.randn(8, 3)
with torch.autocast("cpu", dtype=torch.bfloat16):
    output = network(x)
    loss = nn.functional.mse_loss(output, y)
loss.backward()

found = {
    "float32": types(torch.float32),
    "bfloat16": types(torch.bfloat16),
    "loss": numbers(loss),
    "output": numbers(output),
    "gradients": [numbers(parameter.grad) for parameter in network.parameters()],
}
text = ",\n".join(f'"{key}": {json.dumps(value, separators=(",", ":"))}' for key, value in found.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{\n" + text + "\n}\n")
