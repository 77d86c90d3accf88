"""Writes reformer.json: LSH attention round by round on sorted chunks, each with its own softmax, the rounds then weighed by their normalisers.  /usr/bin/python3 reformer.py"""
import torch
from torch.nn import functional as F

from waves import apply, embed, inputs, linear, norm, normalise, wave, write

WIDTH, HEADS, HIDDEN, LAYERS, CHUNK, ROUNDS, C, FEATURES = 8, 2, 16, 2, 3, 2, 3, 4


def directions(features, half): return wave((features, ROUNDS, half), 1.3, 0.4, 1.0)


def one_sequence(x, v):
    """[N, E] twice to [N, E], position by position."""
    tokens, size = x.shape
    chunks = tokens // CHUNK
    order = []
    for r in range(ROUNDS):
        projected = x.detach() @ directions(size, chunks // 2)[:, r]
        signed = torch.cat([projected, -projected], 1)
        if (signed != 0).any():
            best = signed[signed.abs().sum(1) > 0].sort(1, descending=True)[0]
            assert (best[:, 0] - best[:, 1]).min() > 1e-4, "a bucket that single precision may miss: change the directions"
        bucket = signed.argmax(1).tolist()
        place = sorted(range(tokens), key=lambda t: (bucket[t], t))
        order += [place[i:i + CHUNK] for i in range(0, tokens, CHUNK)]
    mixed, logits = [[] for _ in range(tokens)], [[] for _ in range(tokens)]
    for c, own in enumerate(order):
        seen = own + order[c - 1]
        for i in own:
            scores = torch.stack([torch.tensor(-5e4) if i == j else x[i] @ x[j] / x[j].norm().clamp_min(1e-12) * size ** -0.5 for j in seen])
            mixed[i].append(F.softmax(scores, 0) @ v[seen])
            logits[i].append(scores.logsumexp(0))
    return torch.stack([F.softmax(torch.stack(z), 0) @ torch.stack(o) for o, z in zip(mixed, logits)])


def attention(p, name, x):
    batch, tokens, _ = x.shape
    padding = -tokens % (2 * CHUNK)
    joint = apply(p, f"{name}.project", F.pad(x, (0, 0, 0, padding)))
    qk, v = (part.reshape(batch, tokens + padding, HEADS, -1) for part in joint.chunk(2, 2))
    heads = [torch.stack([one_sequence(qk[b, :, h], v[b, :, h]) for b in range(batch)]) for h in range(HEADS)]
    return apply(p, f"{name}.output", torch.cat(heads, 2)[:, :tokens])


def reformer(lookback, horizon):
    def run(p):
        past, past_time, future_time = inputs(2, lookback, horizon, C, FEATURES)
        x = embed(p, "embedding", torch.cat([past, torch.zeros(2, horizon, C)], 1), torch.cat([past_time, future_time], 1))
        for i in range(LAYERS):
            x = normalise(p, f"encoder.{i}.attentionNorm", x + attention(p, f"encoder.{i}.attention", x))
            hidden = F.gelu(apply(p, f"encoder.{i}.feedForward.expand", x))
            x = normalise(p, f"encoder.{i}.feedForwardNorm", x + apply(p, f"encoder.{i}.feedForward.contract", hidden))
        return apply(p, "projection", normalise(p, "norm", x))[:, -horizon:]
    return run


SHAPES = linear("embedding.value", 3 * C, WIDTH, bias=False) | linear("embedding.calendar", FEATURES, WIDTH, bias=False) | norm("norm", WIDTH) | linear("projection", WIDTH, C)
for layer in range(LAYERS):
    SHAPES |= linear(f"encoder.{layer}.attention.project", WIDTH, 2 * WIDTH, bias=False) | linear(f"encoder.{layer}.attention.output", WIDTH, WIDTH)
    SHAPES |= norm(f"encoder.{layer}.attentionNorm", WIDTH) | norm(f"encoder.{layer}.feedForwardNorm", WIDTH)
    SHAPES |= linear(f"encoder.{layer}.feedForward.expand", WIDTH, HIDDEN) | linear(f"encoder.{layer}.feedForward.contract", HIDDEN, WIDTH)

write("reformer.json", {"whole chunks": (reformer(12, 6), SHAPES), "padded": (reformer(11, 5), SHAPES)})
