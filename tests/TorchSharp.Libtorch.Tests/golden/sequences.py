#!/usr/bin/python3
"""What PyTorch draws from seed 7, sampler by sampler, and the types its operations promote to: writes sequences.json beside this file."""
import json
import pathlib

import torch

SAMPLERS = {
    "rand": lambda: torch.rand(5),
    "rand_double": lambda: torch.rand(3, dtype=torch.float64),
    "rand_matrix": lambda: torch.rand(3, 2),
    "rand_like": lambda: torch.rand_like(torch.zeros(4)),
    "randn": lambda: torch.randn(5),
    "randn_many": lambda: torch.randn(20)[-4:],
    "randn_double": lambda: torch.randn(17, dtype=torch.float64)[-4:],
    "randn_like": lambda: torch.randn_like(torch.zeros(4)),
    "randint": lambda: torch.randint(10, (6,)),
    "randint_low": lambda: torch.randint(-5, 5, (6,)),
    "randint_like": lambda: torch.randint_like(torch.zeros(4), 3, 9),
    "randperm": lambda: torch.randperm(9),
    "normal": lambda: torch.normal(2.0, 3.0, (4,)),
    "normal_of_tensors": lambda: torch.normal(torch.arange(4.0), torch.arange(1.0, 5.0)),
    "bernoulli": lambda: torch.full((8,), 0.4).bernoulli(),
    "multinomial": lambda: torch.arange(1.0, 6.0).multinomial(4),
    "multinomial_with_replacement": lambda: torch.arange(1.0, 6.0).multinomial(6, True),
    "poisson": lambda: torch.poisson(torch.full((5,), 3.0)),
    "uniform_": lambda: torch.zeros(4).uniform_(-1, 1),
    "normal_": lambda: torch.zeros(4).normal_(1, 2),
    "exponential_": lambda: torch.zeros(4).exponential_(2),
    "log_normal_": lambda: torch.zeros(4).log_normal_(0, 0.5),
    "cauchy_": lambda: torch.zeros(4).cauchy_(),
    "geometric_": lambda: torch.zeros(4).geometric_(0.3),
    "bernoulli_": lambda: torch.zeros(8).bernoulli_(0.3),
    "random_": lambda: torch.zeros(6).random_(0, 10),
    "dropout": lambda: torch.nn.functional.dropout(torch.ones(8), 0.5),
    "two_in_a_row": lambda: torch.rand(2) + torch.randn(2),
}
TYPES = [torch.bool, torch.uint8, torch.int32, torch.int64, torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64]


def name(dtype):
    return str(dtype).removeprefix("torch.")


def sample(draw):
    torch.manual_seed(7)
    return [float(f"{v:.9g}") for v in draw().double().reshape(-1).tolist()]


def promote(operation):
    return {f"{name(a)} {name(b)}": name(operation(torch.ones(2, dtype=a), torch.ones(2, dtype=b)).dtype) for a in TYPES for b in TYPES}


def with_number(operation):
    return {name(a): name(operation(torch.ones(2, dtype=a)).dtype) for a in TYPES}


found = {
    "samples": {key: sample(draw) for key, draw in SAMPLERS.items()},
    "add": promote(lambda a, b: a + b),
    "div": promote(lambda a, b: a / b),
    "times_2": with_number(lambda a: a * 2),
    "times_half": with_number(lambda a: a * 0.5),
    "sum": with_number(lambda a: a.sum()),
}
text = ",\n".join(f'"{key}": {json.dumps(value, separators=(",", ":"))}' for key, value in found.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{\n" + text + "\n}\n")
