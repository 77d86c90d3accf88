"""Writes models.json: outputs and gradients of the networks, rebuilt from PyTorch's own layers.  /usr/bin/python3 models.py

Nothing random: parameter number p in the alphabetical list of names holds 0.3 sin(0.7 i + p) at flat index i, and the inputs follow similar rules, so the
file need not hold them. The loss is sum_i cos(0.3 i) output_i; of each gradient g the file keeps sum_i cos(0.1 i) g_i and the norm.
"""
import json
import math
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
B, L, T, C, FEATURES = 2, 12, 6, 3, 4
WIDTH, HEADS, HIDDEN, LABEL, KERNEL = 8, 2, 16, 5, 5


def wave(shape, step, phase, scale, function=torch.sin):
    return scale * function(step * torch.arange(math.prod(shape), dtype=torch.float64) + phase).reshape(shape)


def past(): return wave((B, L, C), 0.5, 0.2, 1.5) + 0.25
def past_time(): return wave((B, L, FEATURES), 0.9, 0.0, 0.5, torch.cos)
def future_time(): return wave((B, T, FEATURES), 1.1, 0.0, 0.5, torch.cos)


def filled(shapes):
    return {n: wave(shapes[n], 0.7, p, 0.3).requires_grad_() for p, n in enumerate(sorted(shapes))}


def linear(name, inputs, outputs, bias=True):
    return {f"{name}.weight": (outputs, inputs)} | ({f"{name}.bias": (outputs,)} if bias else {})


def norm(name): return {f"{name}.weight": (WIDTH,), f"{name}.bias": (WIDTH,)}


def load(module, p, names):
    """Runs module with the parameters p under PyTorch's own names."""
    own = {ours: p[theirs] for ours, theirs in names.items()}
    assert own.keys() == dict(module.named_parameters()).keys(), own.keys() ^ dict(module.named_parameters()).keys()
    return lambda *args, **kw: torch.nn.utils.stateless.functional_call(module, own, args, kw)


def both(ours, theirs): return {f"{ours}.weight": f"{theirs}.weight", f"{ours}.bias": f"{theirs}.bias"}


def feed_forward(name): return linear(f"{name}.expand", WIDTH, HIDDEN) | linear(f"{name}.contract", HIDDEN, WIDTH)
def self_attention(name): return linear(f"{name}.project", WIDTH, 3 * WIDTH) | linear(f"{name}.output", WIDTH, WIDTH)


def encoder_shapes(name):
    return self_attention(f"{name}.attention") | norm(f"{name}.attentionNorm") | feed_forward(f"{name}.feedForward") | norm(f"{name}.feedForwardNorm")


def encoder(p, name):
    layer = nn.TransformerEncoderLayer(WIDTH, HEADS, HIDDEN, dropout=0.0, activation="gelu", batch_first=True)
    return load(layer, p, {
        "self_attn.in_proj_weight": f"{name}.attention.project.weight", "self_attn.in_proj_bias": f"{name}.attention.project.bias",
        **both("self_attn.out_proj", f"{name}.attention.output"), **both("linear1", f"{name}.feedForward.expand"),
        **both("linear2", f"{name}.feedForward.contract"), **both("norm1", f"{name}.attentionNorm"), **both("norm2", f"{name}.feedForwardNorm"),
    })


def decoder_shapes(name):
    cross = f"{name}.crossAttention"
    return (self_attention(f"{name}.selfAttention") | norm(f"{name}.selfNorm") | linear(f"{cross}.query", WIDTH, WIDTH)
            | linear(f"{cross}.keyAndValue", WIDTH, 2 * WIDTH) | linear(f"{cross}.output", WIDTH, WIDTH) | norm(f"{name}.crossNorm")
            | feed_forward(f"{name}.feedForward") | norm(f"{name}.feedForwardNorm"))


def decoder(p, name):
    layer = nn.TransformerDecoderLayer(WIDTH, HEADS, HIDDEN, dropout=0.0, activation="gelu", batch_first=True)
    cross = f"{name}.crossAttention"
    joint = {f"{cross}.{k}": torch.cat([p[f"{cross}.query.{k}"], p[f"{cross}.keyAndValue.{k}"]]) for k in ("weight", "bias")}
    return load(layer, p | joint, {
        "self_attn.in_proj_weight": f"{name}.selfAttention.project.weight", "self_attn.in_proj_bias": f"{name}.selfAttention.project.bias",
        **both("self_attn.out_proj", f"{name}.selfAttention.output"),
        "multihead_attn.in_proj_weight": f"{cross}.weight", "multihead_attn.in_proj_bias": f"{cross}.bias",
        **both("multihead_attn.out_proj", f"{cross}.output"),
        **both("linear1", f"{name}.feedForward.expand"), **both("linear2", f"{name}.feedForward.contract"),
        **both("norm1", f"{name}.selfNorm"), **both("norm2", f"{name}.crossNorm"), **both("norm3", f"{name}.feedForwardNorm"),
    })


def apply(p, name, x): return F.linear(x, p[f"{name}.weight"], p.get(f"{name}.bias"))
def normalise(p, name, x): return F.layer_norm(x, (WIDTH,), p[f"{name}.weight"], p[f"{name}.bias"])


def dlinear(p):
    x = past().transpose(1, 2)
    trend = F.avg_pool1d(F.pad(x, (KERNEL // 2, KERNEL // 2), mode="replicate"), KERNEL, stride=1)
    return (apply(p, "seasonal", x - trend) + apply(p, "trend", trend)).transpose(1, 2)


def nlinear(p):
    x = past()
    last = x[:, -1:, :]
    return apply(p, "linear", (x - last).transpose(1, 2)).transpose(1, 2) + last


def itransformer(p):
    x = past()
    mean, deviation = x.mean(1, keepdim=True), (x.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt()
    tokens = apply(p, "embedding", torch.cat([((x - mean) / deviation).transpose(1, 2), past_time().transpose(1, 2)], 1))
    for layer in range(2):
        tokens = encoder(p, f"encoder.{layer}")(tokens)
    return apply(p, "projection", normalise(p, "norm", tokens)).transpose(1, 2)[:, :, :C] * deviation + mean


def embed(p, name, x, time):
    convolution = nn.Conv1d(C, WIDTH, 3, padding=1, padding_mode="circular", bias=False)
    convolution = load(convolution, {"weight": p[f"{name}.value.weight"].reshape(WIDTH, C, 3)}, {"weight": "weight"})
    angle = torch.arange(x.shape[1])[:, None] * 10000 ** (-torch.arange(0, WIDTH, 2) / WIDTH)
    position = torch.stack([angle.sin(), angle.cos()], -1).reshape(x.shape[1], WIDTH)
    return convolution(x.transpose(1, 2)).transpose(1, 2) + apply(p, f"{name}.calendar", time) + position


def transformer(p):
    memory = embed(p, "encoderEmbedding", past(), past_time())
    for layer in range(2):
        memory = encoder(p, f"encoder.{layer}")(memory)
    memory = normalise(p, "encoderNorm", memory)
    x = embed(p, "decoderEmbedding", torch.cat([past()[:, -LABEL:], torch.zeros(B, T, C)], 1), torch.cat([past_time()[:, -LABEL:], future_time()], 1))
    mask = nn.Transformer.generate_square_subsequent_mask(LABEL + T).to(x.dtype)
    x = decoder(p, "decoder.0")(x, memory, tgt_mask=mask)
    return apply(p, "projection", normalise(p, "decoderNorm", x))[:, -T:]


def embedding_shapes(name): return linear(f"{name}.value", 3 * C, WIDTH, bias=False) | linear(f"{name}.calendar", FEATURES, WIDTH, bias=False)


def mlp(p):
    x = wave((4, 5), 0.5, 0.2, 1.5) + 0.25
    return apply(p, "layers.2", F.relu(apply(p, "layers.1", F.relu(apply(p, "layers.0", x)))))


WIDTHS = [16] + [16] * 3 + [32] * 3 + [64] * 3


def resnet_shapes():
    shapes = {"conv.weight": (16, 3, 3, 3), "bn.weight": (16,), "bn.bias": (16,)} | linear("classify", 64, 10)
    for i, (a, b) in enumerate(zip(WIDTHS, WIDTHS[1:])):
        shapes |= {f"blocks.{i}.conv1.weight": (b, a, 3, 3), f"blocks.{i}.conv2.weight": (b, b, 3, 3)}
        shapes |= {f"blocks.{i}.bn{j}.{k}": (b,) for j in (1, 2) for k in ("weight", "bias")}
    return shapes


def resnet20(p):
    def batch_norm(x, name): return F.batch_norm(x, None, None, p[f"{name}.weight"], p[f"{name}.bias"], training=True)
    x = F.relu(batch_norm(F.conv2d(wave((2, 3, 8, 8), 0.37, 0.2, 1.5), p["conv.weight"], padding=1), "bn"))
    for i, (a, b) in enumerate(zip(WIDTHS, WIDTHS[1:])):
        y = F.relu(batch_norm(F.conv2d(x, p[f"blocks.{i}.conv1.weight"], stride=1 if a == b else 2, padding=1), f"blocks.{i}.bn1"))
        y = batch_norm(F.conv2d(y, p[f"blocks.{i}.conv2.weight"], padding=1), f"blocks.{i}.bn2")
        shortcut = x if a == b else torch.cat([z := torch.zeros(x.shape[0], (b - a) // 2, x.shape[2] // 2, x.shape[3] // 2), x[:, :, ::2, ::2], z], 1)
        x = F.relu(y + shortcut)
    return apply(p, "classify", x.mean((2, 3)))


def pre_activation_shapes():
    shapes = {"conv.weight": (16, 3, 3, 3)} | linear("classify", 64, 10) | {f"bn.{k}": (64,) for k in ("weight", "bias")}
    for i, (a, b) in enumerate(zip(WIDTHS, WIDTHS[1:])):
        shapes |= {f"blocks.{i}.conv0.weight": (b, a, 3, 3), f"blocks.{i}.conv1.weight": (b, b, 3, 3)}
        shapes |= {f"blocks.{i}.bn{j}.{k}": (n,) for j, n in ((0, a), (1, b)) for k in ("weight", "bias")}
        if a != b:
            shapes |= {f"blocks.{i}.shortcut.weight": (b, a, 1, 1)} | {f"blocks.{i}.bnShortcut.{k}": (b,) for k in ("weight", "bias")}
    return shapes


def pre_activation(activation):
    def run(p):
        def batch_norm(x, name): return F.batch_norm(x, None, None, p[f"{name}.weight"], p[f"{name}.bias"], training=True)
        x = F.conv2d(wave((2, 3, 8, 8), 0.37, 0.2, 1.5), p["conv.weight"], padding=1)
        for i, (a, b) in enumerate(zip(WIDTHS, WIDTHS[1:])):
            name, stride = f"blocks.{i}", 1 if a == b else 2
            h = activation(batch_norm(x, f"{name}.bn0"))
            y = activation(batch_norm(F.conv2d(h, p[f"{name}.conv0.weight"], stride=stride, padding=1), f"{name}.bn1"))
            skip = x if a == b else batch_norm(F.conv2d(h, p[f"{name}.shortcut.weight"], stride=stride), f"{name}.bnShortcut")
            x = F.conv2d(y, p[f"{name}.conv1.weight"], padding=1) + skip
        return apply(p, "classify", batch_norm(x, "bn").mean((2, 3)))
    return run


def convolution(name, inputs, outputs, kernel):
    return {f"{name}.weight": (outputs, inputs, kernel, kernel), f"{name}.bias": (outputs,)}


def tanh_mlp(p):
    x = wave((4, 1, 2, 3), 0.5, 0.2, 1.5) + 0.25
    return apply(p, "layers.1", torch.tanh(apply(p, "layers.0", x.reshape(4, 6))))


def lenet_shapes(channels, middle):
    return (convolution("conv1", channels, 6, 5) | convolution("conv2", 6, 16, middle) | convolution("conv3", 16, 120, 5)
            | linear("hidden", 120, 84) | linear("classify", 84, 10))


def lenet(channels, side, middle):
    def run(p):
        own = [nn.Conv2d(channels, 6, 5), nn.Tanh(), nn.MaxPool2d(2), nn.Conv2d(6, 16, middle), nn.Tanh(), nn.MaxPool2d(2),
               nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)]
        places = zip((0, 3, 6, 9, 11), ("conv1", "conv2", "conv3", "hidden", "classify"))
        names = {ours: theirs for place, name in places for ours, theirs in both(place, name).items()}
        return load(nn.Sequential(*own), p, names)(wave((2, channels, side, side), 0.37, 0.2, 1.5))
    return run


# Depth 16, width 2: two blocks a stage.
WIDE = [(16, 32, 1), (32, 32, 1), (32, 64, 2), (64, 64, 1), (64, 128, 2), (128, 128, 1)]


def wide_shapes():
    shapes = convolution("conv", 3, 16, 3) | linear("classify", 128, 10) | {f"bn.{k}": (128,) for k in ("weight", "bias")}
    for i, (a, b, stride) in enumerate(WIDE):
        shapes |= convolution(f"blocks.{i}.conv1", a, b, 3) | convolution(f"blocks.{i}.conv2", b, b, 3)
        shapes |= {f"blocks.{i}.bn{j}.{k}": (n,) for j, n in ((1, a), (2, b)) for k in ("weight", "bias")}
        shapes |= convolution(f"blocks.{i}.shortcut", a, b, 1) if (a, stride) != (b, 1) else {}
    return shapes


def wide_resnet(p):
    def norm_relu(x, name): return F.relu(F.batch_norm(x, None, None, p[f"{name}.weight"], p[f"{name}.bias"], training=True))
    def convolve(x, name, **kw): return F.conv2d(x, p[f"{name}.weight"], p[f"{name}.bias"], **kw)
    x = convolve(wave((2, 3, 8, 8), 0.37, 0.2, 1.5), "conv", padding=1)
    for i, (a, b, stride) in enumerate(WIDE):
        y = convolve(norm_relu(x, f"blocks.{i}.bn1"), f"blocks.{i}.conv1", padding=1)
        y = convolve(norm_relu(y, f"blocks.{i}.bn2"), f"blocks.{i}.conv2", padding=1, stride=stride)
        x = y + (x if (a, stride) == (b, 1) else convolve(x, f"blocks.{i}.shortcut", stride=stride))
    return apply(p, "classify", norm_relu(x, "bn").mean((2, 3)))


MODELS = {
    "dlinear": (dlinear, linear("seasonal", L, T) | linear("trend", L, T)),
    "nlinear": (nlinear, linear("linear", L, T)),
    "itransformer": (itransformer, linear("embedding", L, WIDTH) | encoder_shapes("encoder.0") | encoder_shapes("encoder.1") | norm("norm") | linear("projection", WIDTH, T)),
    "transformer": (transformer, embedding_shapes("encoderEmbedding") | embedding_shapes("decoderEmbedding") | encoder_shapes("encoder.0")
                    | encoder_shapes("encoder.1") | norm("encoderNorm") | decoder_shapes("decoder.0") | norm("decoderNorm") | linear("projection", WIDTH, C)),
    "mlp": (mlp, linear("layers.0", 5, 7) | linear("layers.1", 7, 6) | linear("layers.2", 6, 2)),
    "resnet20": (resnet20, resnet_shapes()),
    "tanhmlp": (tanh_mlp, linear("layers.0", 6, 5) | linear("layers.1", 5, 3)),
    "lenet28": (lenet(1, 28, 3), lenet_shapes(1, 3)),
    "lenet32": (lenet(3, 32, 5), lenet_shapes(3, 5)),
    "wideresnet": (wide_resnet, wide_shapes()),
    "preresnet20": (pre_activation(lambda x: x.clamp(0, 1)), pre_activation_shapes()),
    "preresnet20relu": (pre_activation(F.relu), pre_activation_shapes()),
}


def write(models, file):
    result = {}
    for name, (model, shapes) in models.items():
        p = filled(shapes)
        output = model(p)
        (output * wave(output.shape, 0.3, 0.0, 1.0, torch.cos)).sum().backward()
        result[name] = {
            "outputShape": list(output.shape),
            "output": output.flatten().tolist(),
            "gradients": {n: [(t.grad * wave(t.shape, 0.1, 0.0, 1.0, torch.cos)).sum().item(), t.grad.norm().item()] for n, t in sorted(p.items())},
        }
    pathlib.Path(__file__).parent.joinpath(file).write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    write(MODELS, "models.json")
