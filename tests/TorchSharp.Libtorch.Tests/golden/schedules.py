"""Learning rates (and momenta) of PyTorch's schedules over 40 steps, for two groups. Writes schedules.json beside itself.

    python3 tests/TorchSharp.Libtorch.Tests/golden/schedules.py
"""
import json
import pathlib
import warnings

import torch
from torch.optim import lr_scheduler as s

warnings.simplefilter("ignore")
STEPS = 40
PLATEAU = [1 / (1 + min(t, 6)) + 0.001 * (t % 3) for t in range(STEPS)]
CASES = {
    "StepLR": lambda o: s.StepLR(o, 7, gamma=0.3),
    "MultiStepLR": lambda o: s.MultiStepLR(o, [3, 10, 10, 25], gamma=0.5),
    "PolynomialLR": lambda o: s.PolynomialLR(o, total_iters=30, power=2.0),
    "ExponentialLR": lambda o: s.ExponentialLR(o, gamma=0.9),
    "ConstantLR": lambda o: s.ConstantLR(o, factor=0.25, total_iters=6),
    "LinearLR": lambda o: s.LinearLR(o, start_factor=0.1, end_factor=0.8, total_iters=12),
    "CosineAnnealingLR": lambda o: s.CosineAnnealingLR(o, 15, eta_min=1e-3),
    "LambdaLR": lambda o: s.LambdaLR(o, lambda t: 1 / (1 + t)),
    "MultiplicativeLR": lambda o: s.MultiplicativeLR(o, lambda t: 0.95 if t % 2 else 0.99),
    "ChainedLR": lambda o: s.ChainedScheduler([s.ExponentialLR(o, 0.95), s.StepLR(o, 10, 0.5)]),
    "SequentialLR": lambda o: s.SequentialLR(o, [s.LinearLR(o, 0.1, 1.0, 5), s.ExponentialLR(o, 0.9), s.CosineAnnealingLR(o, 10)], [5, 20]),
    "CyclicLR": lambda o: s.CyclicLR(o, 0.01, 0.1, 6, 4),
    "CyclicLR-Triangular2": lambda o: s.CyclicLR(o, 0.01, 0.1, 6, mode="triangular2"),
    "CyclicLR-ExpRange": lambda o: s.CyclicLR(o, 0.01, 0.1, 6, mode="exp_range", gamma=0.97),
    "OneCycleLR": lambda o: s.OneCycleLR(o, 0.2, total_steps=STEPS + 1),
    "OneCycleLR-ThreePhase": lambda o: s.OneCycleLR(o, 0.2, epochs=41, steps_per_epoch=1, anneal_strategy="linear", three_phase=True),
    "ReduceLROnPlateau": lambda o: s.ReduceLROnPlateau(o, patience=3, cooldown=2, factor=0.5, min_lr=[0.01, 0.001]),
    "ReduceLROnPlateau-max": lambda o: s.ReduceLROnPlateau(o, mode="max", patience=1, threshold_mode="abs", threshold=0.01),
}


def follow(make):
    w = [torch.nn.Parameter(torch.zeros(1)) for _ in range(2)]
    optimizer = torch.optim.SGD([dict(params=[w[0]]), dict(params=[w[1]], lr=0.02)], lr=0.1, momentum=0.7)
    schedule = make(optimizer)
    rows = []
    for t in range(STEPS):
        optimizer.step()
        rows.append([group[key] for group in optimizer.param_groups for key in ("lr", "momentum")])
        schedule.step(*([PLATEAU[t]] if isinstance(schedule, s.ReduceLROnPlateau) else []))
    return rows


cases = {name: follow(make) for name, make in CASES.items()}
lines = ",\n".join(f"{json.dumps(name)}:{json.dumps(rows, separators=(',', ':'))}" for name, rows in cases.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{\n" + lines + "\n}\n")
