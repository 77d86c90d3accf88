"""RandAugment's operations on whole batches of pictures with values 0..255, one operation and one level for each picture."""
import math

import torch
from torch.nn import functional

HIGHEST_LEVEL = 30


def column(factors):
    return factors.view(-1, 1, 1, 1)


def blend(degenerate, x, factors):
    return degenerate.lerp(x, column(factors)).clamp_(0, 255).floor_()


def grey(x):
    return (x[:, 0:1] * 0.299).add_(x[:, 1:2], alpha=0.587).add_(x[:, 2:3], alpha=0.114).round_()


def autocontrast(x, _):
    low, high = x.amin((2, 3), keepdim=True), x.amax((2, 3), keepdim=True)
    scale = 255 / (high - low)
    flat = high == low
    return ((x - low.masked_fill(flat, 0)) * scale.masked_fill(flat, 1)).floor_()


def equalize(x, _):
    n, channels, pixels = x.shape[0], x.shape[1], x.shape[2] * x.shape[3]
    values = x.reshape(n, channels, pixels).long()
    histogram = torch.zeros(n, channels, 256, device=x.device).scatter_add_(2, values, torch.ones((), device=x.device).expand(n, channels, pixels))
    step = (pixels - histogram.gather(2, values.amax(2, keepdim=True))).div_(255).floor_()
    levels = (histogram.cumsum(2) - histogram + (step / 2).floor_()).div_(step).floor_().clamp_(max=255)
    return torch.where(step > 0, levels, torch.arange(256.0, device=x.device)).gather(2, values).view_as(x)


def solarize(x, thresholds):
    return torch.where(x < column(thresholds), x, 255 - x)


def posterize(x, bits):
    step = column((8 - bits).exp2())
    return (x / step).floor_().mul_(step)


def color(x, factors):
    return blend(grey(x), x, factors)


def contrast(x, factors):
    return blend(grey(x).mean((1, 2, 3), keepdim=True).round_(), x, factors)


def brightness(x, factors):
    return (x * column(factors)).clamp_(0, 255).floor_()


def sharpness(x, factors):
    weights = torch.ones(3, 3, device=x.device)
    weights[1, 1] = 5
    smooth = x.clone()
    smooth[:, :, 1:-1, 1:-1] = functional.conv2d(x.flatten(0, 1).unsqueeze(1), (weights / 13).view(1, 1, 3, 3)).round_().view(*x.shape[:2], x.shape[2] - 2, x.shape[3] - 2)
    return blend(smooth, x, factors)


def affine(x, numbers):
    """Rotation about the centre, shears about the corner and moves of each picture's own, in one sampling; numbers are [n, 5]: degrees, shear x, shear y, move x, move y."""
    height, width = x.shape[2:]
    angle, shear_x, shear_y, move_x, move_y = numbers.unbind(1)
    angle = angle * (math.pi / 180)
    cosine, sine = angle.cos(), angle.sin()
    theta = torch.stack([cosine, shear_x - sine, (2 * move_x + height * shear_x) / width, shear_y + sine, cosine, (2 * move_y + width * shear_y) / height], 1).view(-1, 2, 3)
    return functional.grid_sample(x, functional.affine_grid(theta, x.shape, align_corners=False), "nearest", "zeros", align_corners=False)


TONES = [autocontrast, equalize, solarize, color, posterize, contrast, brightness, sharpness]

# The parameter at level 0 and at level 30, whether it is whole, and whether its sign is drawn: for each of TONES, then for the numbers of affine.
RANGES = torch.tensor([
    (0, 0, 0, 0), (0, 0, 0, 0), (256, 0, 1, 0), (0.1, 1.9, 0, 0), (8, 4, 1, 0), (0.1, 1.9, 0, 0), (0.1, 1.9, 0, 0), (0.1, 1.9, 0, 0),
    (0, 30, 1, 1), (0, 0.3, 0, 1), (0, 0.3, 0, 1), (0, 10, 1, 1), (0, 10, 1, 1),
])


def draw(n):
    """Operations, uniformly, and their parameters at levels 1 to 30, uniformly: on the host, so that pictures can be grouped without waiting for a device."""
    operations = torch.randint(len(RANGES), (n,))
    low, high, whole, signed = RANGES[operations].unbind(1)
    change = torch.randint(1, HIGHEST_LEVEL + 1, (n,)) * (high - low) / HIGHEST_LEVEL
    sign = 1 - 2 * signed * torch.randint(2, (n,))
    return operations, (low + torch.where(whole > 0, change.trunc(), change)) * sign


def transform(x):
    """Each picture under its own operation: sorted by operation, each operation on its group, and back."""
    operations, parameters = draw(len(x))
    operations, order = operations.sort()
    counts = operations.bincount(minlength=len(RANGES)).tolist()
    counts = counts[: len(TONES)] + [sum(counts[len(TONES) :])]
    parameters, order = parameters[order].to(x.device, non_blocking=True), order.to(x.device, non_blocking=True)
    groups, strengths = x[order].split(counts), parameters.split(counts)
    done = [tone(group, strength) for tone, group, strength in zip(TONES, groups, strengths) if len(group)]
    if counts[-1]:
        which = functional.one_hot(operations[-counts[-1] :] - len(TONES), len(RANGES) - len(TONES)).to(x.device, non_blocking=True)
        done.append(affine(groups[-1], strengths[-1].unsqueeze(1) * which))
    return torch.empty_like(x).index_copy_(0, order, torch.cat(done))
