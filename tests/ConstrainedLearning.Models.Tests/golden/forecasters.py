"""Writes forecasters.json, as models.py does, for the forecasters with attentions of their own: each written out as its paper has it, one window, head and row
at a time where that says it best.  /usr/bin/python3 forecasters.py
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

from models import (B, C, HEADS, KERNEL, L, LABEL, T, WIDTH, apply, both, embed, embedding_shapes, encoder_shapes, feed_forward, future_time, linear, load,
                    norm, normalise, past, past_time, self_attention, write)

PROJECTOR, PATCH, STRIDE, FACTOR = 6, 5, 3, 1


def split(x): return x.view(B, x.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)
def join(x): return x.transpose(1, 2).reshape(B, x.shape[2], WIDTH)
def feed(p, name, x): return apply(p, f"{name}.contract", F.gelu(apply(p, f"{name}.expand", x)))


def joint(p, name, x, memory=None):
    """Query, key and value: of one product, or of two where the last two are of something else."""
    if memory is None:
        return apply(p, f"{name}.project", x).chunk(3, -1)
    return apply(p, f"{name}.query", x), *apply(p, f"{name}.keyAndValue", memory).chunk(2, -1)


def tokens(p, name, x, time):
    """The embedding with positions as single precision has them."""
    angle = torch.arange(x.shape[1])[:, None] * 10000 ** (-torch.arange(0, WIDTH, 2) / WIDTH)
    position = torch.stack([angle.sin(), angle.cos()], -1).reshape(x.shape[1], WIDTH)
    return embed(p, name, x, time) - position + position.float().double()


def decoder_input(x, label): return torch.cat([x[:, -label:], torch.zeros(B, T, C)], 1)
def decoder_time(label): return torch.cat([past_time()[:, -label:], future_time()], 1)


def full(q, k, v, bias):
    return (q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1]) + bias).softmax(-1) @ v


def causal(n): return torch.full((n, n), -math.inf).triu(1)


# Informer

def sparse(q, k, v, masked):
    n = q.shape[2]
    u = min(n, FACTOR * math.ceil(math.log(n)))
    samples = torch.tensor([[(i + j * n // u) % n for j in range(u)] for i in range(n)])
    rows = []
    for b in range(B):
        for h in range(HEADS):
            products = torch.stack([k[b, h, samples[i]] @ q[b, h, i] for i in range(n)])
            active = set((products.max(1)[0] - products.mean(1)).topk(u)[1].tolist())
            for i in range(n):
                seen = slice(0, i + 1) if masked else slice(0, n)
                attention = (k[b, h, seen] @ q[b, h, i] / math.sqrt(q.shape[3])).softmax(0)
                rows.append(attention @ v[b, h, seen] if i in active else v[b, h, seen].mean(0))
    return torch.stack(rows).view(v.shape)


def sparse_attention(p, name, x, masked):
    return apply(p, f"{name}.output", join(sparse(*map(split, joint(p, name, x)), masked)))


def distil(p, name, x):
    convolution = load(nn.Conv1d(WIDTH, WIDTH, 3, padding=1, padding_mode="circular"), p, {
        "weight": f"{name}.convolution.weight", "bias": f"{name}.convolution.bias"})
    x = F.batch_norm(convolution(x.transpose(1, 2)), None, None, p[f"{name}.norm.weight"], p[f"{name}.norm.bias"], training=True)
    return F.max_pool1d(F.elu(x), 3, 2, 1).transpose(1, 2)


def decoder_layer(p, name, x, own, other):
    x = normalise(p, f"{name}.selfNorm", x + own(x))
    x = normalise(p, f"{name}.crossNorm", x + other(x))
    return normalise(p, f"{name}.feedForwardNorm", x + feed(p, f"{name}.feedForward", x))


def encoder_layer(p, name, x, attention):
    x = normalise(p, f"{name}.attentionNorm", x + attention(x))
    return normalise(p, f"{name}.feedForwardNorm", x + feed(p, f"{name}.feedForward", x))


def informer(p):
    memory = tokens(p, "encoderEmbedding", past(), past_time())
    memory = encoder_layer(p, "encoder.0", memory, lambda x: sparse_attention(p, "encoder.0.attention", x, False))
    memory = distil(p, "distilling.0", memory)
    memory = encoder_layer(p, "encoder.1", memory, lambda x: sparse_attention(p, "encoder.1.attention", x, False))
    memory = normalise(p, "encoderNorm", memory)
    cross = "decoder.0.crossAttention"
    x = decoder_layer(p, "decoder.0", tokens(p, "decoderEmbedding", decoder_input(past(), LABEL), decoder_time(LABEL)),
                      lambda x: sparse_attention(p, "decoder.0.selfAttention", x, True),
                      lambda x: apply(p, f"{cross}.output", join(full(*map(split, joint(p, cross, x, memory)), 0))))
    return apply(p, "projection", normalise(p, "decoderNorm", x))[:, -T:]


def decoder_shapes(name):
    cross = f"{name}.crossAttention"
    return (self_attention(f"{name}.selfAttention") | cross_shapes(cross) | norm(f"{name}.selfNorm") | norm(f"{name}.crossNorm")
            | feed_forward(f"{name}.feedForward") | norm(f"{name}.feedForwardNorm"))


def cross_shapes(name): return linear(f"{name}.query", WIDTH, WIDTH) | linear(f"{name}.keyAndValue", WIDTH, 2 * WIDTH) | linear(f"{name}.output", WIDTH, WIDTH)


TRANSFORMER = (embedding_shapes("encoderEmbedding") | embedding_shapes("decoderEmbedding") | encoder_shapes("encoder.0") | encoder_shapes("encoder.1")
               | norm("encoderNorm") | decoder_shapes("decoder.0") | norm("decoderNorm") | linear("projection", WIDTH, C))
INFORMER = TRANSFORMER | {"distilling.0.convolution.weight": (WIDTH, WIDTH, 3), "distilling.0.convolution.bias": (WIDTH,)} | norm("distilling.0.norm")


# Autoformer

def trend_of(x):
    x = torch.cat([x[:, :1].repeat(1, KERNEL // 2, 1), x, x[:, -1:].repeat(1, KERNEL // 2, 1)], 1)
    return F.avg_pool1d(x.transpose(1, 2), KERNEL, 1).transpose(1, 2)


def seasonal_of(x): return x - trend_of(x)


def correlate(q, k, v):
    n = q.shape[1]
    if k.shape[1] < n:
        zeros = torch.zeros(B, n - k.shape[1], WIDTH)
        k, v = torch.cat([k, zeros], 1), torch.cat([v, zeros], 1)
    k, v = k[:, :n], v[:, :n]
    r = torch.stack([(q.roll(-lag, 1) * k).sum(1).mean(1) for lag in range(n)], 1)
    best = r.mean(0).topk(int(FACTOR * math.log(n)))[1].tolist()
    shares = r[:, best].softmax(1)
    return sum(v.roll(-lag, 1) * shares[:, i, None, None] for i, lag in enumerate(best))


def correlation(p, name, x, memory=None): return apply(p, f"{name}.output", correlate(*joint(p, name, x, memory)))


def seasonal_norm(p, name, x):
    x = normalise(p, f"{name}.norm", x)
    return x - x.mean(1, keepdim=True)


def circular(p, name, inputs, outputs, x):
    taps = p[f"{name}.taps.weight"].view(3, outputs, inputs).permute(1, 2, 0)
    return load(nn.Conv1d(inputs, outputs, 3, padding=1, padding_mode="circular", bias=False), {"weight": taps}, {"weight": "weight"})(x.transpose(1, 2)).transpose(1, 2)


def autoformer(label):
    def run(p):
        memory = embed(p, "encoderEmbedding", past(), past_time()) - embed(p, "encoderEmbedding", past() * 0, past_time() * 0)
        for layer in range(2):
            memory = seasonal_of(memory + correlation(p, f"encoder.{layer}.correlation", memory))
            memory = seasonal_of(memory + feed(p, f"encoder.{layer}.feedForward", memory))
        memory = seasonal_norm(p, "encoderNorm", memory)
        start, time = decoder_input(seasonal_of(past()), label), decoder_time(label)
        x = embed(p, "decoderEmbedding", start, time) - embed(p, "decoderEmbedding", start * 0, time * 0)
        x = x + correlation(p, "decoder.0.selfCorrelation", x)
        x, trend1 = seasonal_of(x), trend_of(x)
        x = x + correlation(p, "decoder.0.crossCorrelation", x, memory)
        x, trend2 = seasonal_of(x), trend_of(x)
        x = x + feed(p, "decoder.0.feedForward", x)
        x, trend3 = seasonal_of(x), trend_of(x)
        trend = torch.cat([trend_of(past())[:, -label:], past().mean(1, keepdim=True).repeat(1, T, 1)], 1)
        trend = trend + circular(p, "decoder.0.trend", WIDTH, C, trend1 + trend2 + trend3)
        return (apply(p, "projection", seasonal_norm(p, "decoderNorm", x)) + trend)[:, -T:]
    return run


def weights(shapes): return {n: s for n, s in shapes.items() if n.endswith("weight")}


AUTOFORMER = embedding_shapes("encoderEmbedding") | embedding_shapes("decoderEmbedding") | norm("encoderNorm.norm") | norm("decoderNorm.norm") | linear("projection", WIDTH, C)
for part in ("encoder.0", "encoder.1"):
    AUTOFORMER |= self_attention(f"{part}.correlation") | weights(feed_forward(f"{part}.feedForward"))
AUTOFORMER |= (self_attention("decoder.0.selfCorrelation") | cross_shapes("decoder.0.crossCorrelation") | weights(feed_forward("decoder.0.feedForward"))
               | {"decoder.0.trend.taps.weight": (3 * C, WIDTH)})


# Non-stationary transformer

def projector(p, name, x, statistic):
    h = torch.cat([circular(p, f"{name}.series", L, 1, x.transpose(1, 2)).transpose(1, 2), statistic], 1).view(B, 2 * C)
    for layer in range(2):
        h = F.relu(apply(p, f"{name}.hidden.{layer}", h))
    return apply(p, f"{name}.output", h)


def nonstationary(p):
    x = past()
    mean = x.mean(1, keepdim=True)
    deviation = (x.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt()
    tau, delta = projector(p, "scale", x, deviation).exp()[:, :, None, None], projector(p, "shift", x, mean)[:, None, None, :]
    x = (x - mean) / deviation

    def attention(name, x, memory=None, mask=None):
        q, k, v = map(split, joint(p, name, x, memory))
        scores = (q @ k.transpose(-2, -1) * tau + (delta if mask is None else 0)) / math.sqrt(WIDTH // HEADS)
        return apply(p, f"{name}.output", join((scores if mask is None else scores + mask).softmax(-1) @ v))

    memory = tokens(p, "encoderEmbedding", x, past_time())
    for layer in range(2):
        memory = encoder_layer(p, f"encoder.{layer}", memory, lambda x: attention(f"encoder.{layer}.attention", x))
    memory = normalise(p, "encoderNorm", memory)
    x = decoder_layer(p, "decoder.0", tokens(p, "decoderEmbedding", decoder_input(x, LABEL), decoder_time(LABEL)),
                      lambda x: attention("decoder.0.selfAttention", x, mask=causal(LABEL + T)),
                      lambda x: attention("decoder.0.crossAttention", x, memory))
    return apply(p, "projection", normalise(p, "decoderNorm", x))[:, -T:] * deviation + mean


def projector_shapes(name, outputs):
    return ({f"{name}.series.taps.weight": (3, L)} | linear(f"{name}.hidden.0", 2 * C, PROJECTOR) | linear(f"{name}.hidden.1", PROJECTOR, PROJECTOR)
            | linear(f"{name}.output", PROJECTOR, outputs, bias=False))


# PatchTST

PATCHES = (L - PATCH) // STRIDE + 2


def patchtst(p):
    x = past().transpose(1, 2)
    mean, deviation = x.mean(2, keepdim=True), (x.var(2, keepdim=True, unbiased=False) + 1e-5).sqrt()
    x = F.pad((x - mean) / deviation, (0, STRIDE), mode="replicate").unfold(2, PATCH, STRIDE)
    x = (apply(p, "embedding", x) + p["position"]).reshape(B * C, PATCHES, WIDTH)

    def batch_norm(name, x): return F.batch_norm(x.transpose(1, 2), None, None, p[f"{name}.weight"], p[f"{name}.bias"], training=True).transpose(1, 2)

    for layer in range(2):
        name = f"encoder.{layer}"
        attention = load(nn.MultiheadAttention(WIDTH, HEADS, batch_first=True), p, {
            "in_proj_weight": f"{name}.attention.project.weight", "in_proj_bias": f"{name}.attention.project.bias", **both("out_proj", f"{name}.attention.output")})
        x = batch_norm(f"{name}.attentionNorm", x + attention(x, x, x)[0])
        x = batch_norm(f"{name}.feedForwardNorm", x + feed(p, f"{name}.feedForward", x))
    return (apply(p, "projection", x.reshape(B, C, PATCHES * WIDTH)) * deviation + mean).transpose(1, 2)


FORECASTERS = {
    "informer": (informer, INFORMER),
    "autoformer": (autoformer(LABEL), AUTOFORMER),
    "autoformer-padded": (autoformer(8), AUTOFORMER),
    "nonstationary": (nonstationary, TRANSFORMER | projector_shapes("scale", 1) | projector_shapes("shift", L)),
    "patchtst": (patchtst, linear("embedding", PATCH, WIDTH) | {"position": (PATCHES, WIDTH)} | encoder_shapes("encoder.0") | encoder_shapes("encoder.1")
                 | linear("projection", PATCHES * WIDTH, T)),
}

if __name__ == "__main__":
    write(FORECASTERS, "forecasters.json")
