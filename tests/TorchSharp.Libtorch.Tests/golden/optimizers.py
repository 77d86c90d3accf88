"""Trajectories of PyTorch's optimisers: 50 steps on a quadratic whose gradient is a * w - b. Writes optimizers.json beside itself.

    python3 tests/TorchSharp.Libtorch.Tests/golden/optimizers.py
"""
import itertools
import json
import pathlib

import torch

STEPS = 50
CASES = {
    "SGD": dict(lr=[0.05], momentum=[0, 0.9], dampening=[0, 0.5], weight_decay=[0, 0.1], nesterov=[False, True], maximize=[False, True]),
    "Adam": dict(lr=[0.05], betas=[(0.9, 0.999), (0.8, 0.95)], eps=[1e-8, 1e-3], weight_decay=[0, 0.1], amsgrad=[False, True], maximize=[False, True]),
    "AdamW": dict(lr=[0.05], weight_decay=[0, 0.1], amsgrad=[False, True], maximize=[False, True]),
    "RMSprop": dict(lr=[0.01], alpha=[0.99, 0.9], weight_decay=[0, 0.1], momentum=[0, 0.9], centered=[False, True], maximize=[False, True]),
    "Adagrad": dict(lr=[0.1], lr_decay=[0, 0.1], weight_decay=[0, 0.1], initial_accumulator_value=[0, 0.2]),
    "Adadelta": dict(lr=[1.0], rho=[0.9, 0.5], weight_decay=[0, 0.1], maximize=[False, True]),
    "Adamax": dict(lr=[0.02], betas=[(0.9, 0.999), (0.8, 0.95)], weight_decay=[0, 0.1]),
    "NAdam": dict(lr=[0.02], weight_decay=[0, 0.1], momentum_decay=[4e-3, 0.1]),
    "RAdam": dict(lr=[0.02], betas=[(0.9, 0.999), (0.8, 0.95)], weight_decay=[0, 0.1]),
}


class NAdam(torch.optim.NAdam):
    """PyTorch 1.13 multiplies the product of momenta by the current one twice; 2.0 mended it, and this is that formula."""

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        (beta1, beta2), lr = group["betas"], group["lr"]
        momentum = lambda t: beta1 * (1 - 0.5 * 0.96 ** (t * group["momentum_decay"]))
        for w in group["params"]:
            state = self.state[w]
            if not state:
                state.update(t=0, product=1.0, m=torch.zeros_like(w), v=torch.zeros_like(w))
            state["t"] += 1
            t, m, v = state["t"], state["m"], state["v"]
            g = w.grad.add(w, alpha=group["weight_decay"])
            state["product"] *= momentum(t)
            m.mul_(beta1).add_(g, alpha=1 - beta1)
            v.mul_(beta2).addcmul_(g, g, value=1 - beta2)
            scale = (v / (1 - beta2**t)).sqrt().add_(group["eps"])
            w.addcdiv_(g, scale, value=-lr * (1 - momentum(t)) / (1 - state["product"]))
            w.addcdiv_(m, scale, value=-lr * momentum(t + 1) / (1 - state["product"] * momentum(t + 1)))


def trajectory(kind, options, start, curvature, offset):
    weights = [torch.nn.Parameter(w.clone()) for w in start]
    optimizer = (NAdam if kind == "NAdam" else getattr(torch.optim, kind))(weights, **options)
    for _ in range(STEPS):
        for w, a, b in zip(weights, curvature, offset):
            w.grad = (a * w - b).detach()
        optimizer.step()
    return [round(v, 7) for w in weights for v in w.detach().flatten().tolist()]


def main():
    torch.manual_seed(0)
    shapes = [(2, 3), (3,)]
    start, offset = ([torch.randn(s) for s in shapes] for _ in range(2))
    curvature = [torch.rand(s) + 0.1 for s in shapes]
    cases = []
    for kind, grid in CASES.items():
        for values in itertools.product(*grid.values()):
            options = dict(zip(grid, values))
            if options.get("nesterov") and (options["momentum"] == 0 or options["dampening"] != 0):
                continue
            cases.append(dict(kind=kind, options=options, expected=trajectory(kind, options, start, curvature, offset)))
    flat = lambda tensors: [t.flatten().tolist() for t in tensors]
    golden = dict(steps=STEPS, shapes=shapes, start=flat(start), curvature=flat(curvature), offset=flat(offset), cases=cases)
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, separators=(",", ":")).replace('{"kind"', '\n{"kind"') + "\n")


main()
