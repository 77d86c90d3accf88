"""Writes pyraformer.json: Pyraformer from PyTorch's Conv1d, BatchNorm1d and TransformerEncoderLayer, all nodes in all layers, the graph edge by edge.  /usr/bin/python3 pyraformer.py"""
import torch
from torch import nn
from torch.nn import functional as F

from waves import apply, both, embed, inputs, linear, norm, normalise, write

WIDTH, HEADS, HIDDEN, LAYERS, CHILDREN, COARSER, NEIGHBOURS, C, FEATURES = 8, 2, 16, 2, 3, 2, 3, 3, 4
SIZE = WIDTH // 4


def hidden_pairs(scales):
    """True where node i does not see node j. A node is (scale, place); its parent is its place divided, the last parent taking what is left over."""
    nodes = [(s, i) for s, count in enumerate(scales) for i in range(count)]

    def parent(s, i): return (s + 1, min(i // CHILDREN, scales[s + 1] - 1)) if s + 1 < len(scales) else None
    def near(a, b): return a[0] == b[0] and abs(a[1] - b[1]) <= NEIGHBOURS // 2
    return torch.tensor([[not (near(a, b) or parent(*a) == b or parent(*b) == a) for b in nodes] for a in nodes])


def load(module, p, names):
    own = {ours: p[theirs] for ours, theirs in names.items()}
    assert own.keys() == dict(module.named_parameters()).keys()
    return lambda *args, **kw: torch.nn.utils.stateless.functional_call(module, own, args, kw)


def layer(p, name, x, hidden):
    module = nn.TransformerEncoderLayer(WIDTH, HEADS, HIDDEN, dropout=0.0, activation="gelu", batch_first=True)
    attention = f"{name}.attention"
    joint = {f"{attention}.{k}": torch.cat([p[f"{attention}.query.{k}"], p[f"{attention}.keyAndValue.{k}"]]) for k in ("weight", "bias")}
    return load(module, p | joint, {
        "self_attn.in_proj_weight": f"{attention}.weight", "self_attn.in_proj_bias": f"{attention}.bias", **both("self_attn.out_proj", f"{attention}.output"),
        **both("linear1", f"{name}.feedForward.expand"), **both("linear2", f"{name}.feedForward.contract"),
        **both("norm1", f"{name}.attentionNorm"), **both("norm2", f"{name}.feedForwardNorm"),
    })(x, src_mask=hidden)


def scales_of(rows):
    scales = [rows]
    while len(scales) <= COARSER and scales[-1] >= CHILDREN:
        scales.append(scales[-1] // CHILDREN)
    return scales


def pyraformer(lookback, horizon):
    def run(p):
        past, past_time, future_time = inputs(2, lookback, horizon, C, FEATURES)
        rows = embed(p, "embedding", torch.cat([past, torch.zeros(2, 1, C)], 1), torch.cat([past_time, future_time[:, :1]], 1))
        scales = scales_of(lookback + 1)
        x, coarser = apply(p, "coarser.down", rows).transpose(1, 2), []
        for s in range(len(scales) - 1):
            name = f"coarser.scales.{s}"
            weight = p[f"{name}.merge.weight"].reshape(SIZE, CHILDREN, SIZE).transpose(1, 2)
            x = F.conv1d(x, weight, p[f"{name}.merge.bias"], stride=CHILDREN)
            x = F.elu(F.batch_norm(x, None, None, p[f"{name}.norm.weight"], p[f"{name}.norm.bias"], training=True))
            coarser.append(x)
        x = normalise(p, "coarser.norm", torch.cat([rows, apply(p, "coarser.up", torch.cat(coarser, 2).transpose(1, 2))], 1))
        hidden = hidden_pairs(scales)
        for i in range(LAYERS):
            x = layer(p, f"encoder.{i}", x, hidden)
        ends = [sum(scales[:s + 1]) - 1 for s in range(len(scales))]
        return apply(p, "projection", torch.cat([x[:, end] for end in ends], 1)).reshape(2, horizon, C)
    return run


def shapes(lookback, horizon):
    count = len(scales_of(lookback + 1))
    result = linear("embedding.value", 3 * C, WIDTH, bias=False) | linear("embedding.calendar", FEATURES, WIDTH, bias=False) | linear("projection", count * WIDTH, horizon * C)
    result |= linear("coarser.down", WIDTH, SIZE) | linear("coarser.up", SIZE, WIDTH) | norm("coarser.norm", WIDTH)
    for s in range(count - 1):
        result |= linear(f"coarser.scales.{s}.merge", CHILDREN * SIZE, SIZE) | norm(f"coarser.scales.{s}.norm", SIZE)
    for i in range(LAYERS):
        name = f"encoder.{i}"
        result |= linear(f"{name}.attention.query", WIDTH, WIDTH) | linear(f"{name}.attention.keyAndValue", WIDTH, 2 * WIDTH) | linear(f"{name}.attention.output", WIDTH, WIDTH)
        result |= norm(f"{name}.attentionNorm", WIDTH) | norm(f"{name}.feedForwardNorm", WIDTH)
        result |= linear(f"{name}.feedForward.expand", WIDTH, HIDDEN) | linear(f"{name}.feedForward.contract", HIDDEN, WIDTH)
    return result


write("pyraformer.json", {"three scales": (pyraformer(12, 6), shapes(12, 6)), "two scales": (pyraformer(7, 4), shapes(7, 4))})
