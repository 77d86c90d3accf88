"""Writes language.json: logits and gradients of GPT-2 and Llama by their papers' formulas, head by head and place by place.  /usr/bin/python3 language.py

As in models.py nothing is random: parameter number p in the alphabetical list of names holds 0.3 sin(0.7 i + p) at flat index i; token t of row b is (7 t + 3 b + t^2) mod V. The loss is
sum_i cos(0.3 i) logit_i; of each gradient g the file keeps sum_i cos(0.1 i) g_i and the norm.
"""
import json
import math
import pathlib

import torch

torch.set_default_dtype(torch.float64)
B, T, V, WIDTH, LAYERS, HEADS, HIDDEN, CONTEXT = 2, 7, 11, 12, 2, 3, 20, 9


def wave(shape, step, phase, scale): return scale * torch.sin(step * torch.arange(math.prod(shape), dtype=torch.float64) + phase).reshape(shape)


def tokens(): return torch.tensor([[(7 * t + 3 * b + t * t) % V for t in range(T)] for b in range(B)])


def layer_norm(x, p, name):
    mean = x.sum(-1, keepdim=True) / x.shape[-1]
    variance = ((x - mean) ** 2).sum(-1, keepdim=True) / x.shape[-1]
    return (x - mean) / torch.sqrt(variance + 1e-5) * p[f"{name}.weight"] + p[f"{name}.bias"]


def root_mean_square_norm(x, p, name): return x / torch.sqrt((x * x).sum(-1, keepdim=True) / x.shape[-1] + 1e-5) * p[f"{name}.weight"]


def affine(x, p, name): return x @ p[f"{name}.weight"].T + p.get(f"{name}.bias", torch.zeros(()))


def attend(query, key, value):
    """Place by place: query t [T, E] sees keys 0..t."""
    rows = []
    for t in range(T):
        scores = torch.exp(query[t] @ key[: t + 1].T / math.sqrt(query.shape[-1]))
        rows.append((scores / scores.sum()) @ value[: t + 1])
    return torch.stack(rows)


def gpt2(p, ids):
    size, sequences = WIDTH // HEADS, []
    for row in ids:
        x = p["transformer.wte.weight"][row] + p["transformer.wpe.weight"][:T]
        for layer in range(LAYERS):
            block = f"transformer.h.{layer}"
            query, key, value = affine(layer_norm(x, p, f"{block}.ln_1"), p, f"{block}.attn.c_attn").chunk(3, -1)
            heads = [attend(*(part[:, h * size:(h + 1) * size] for part in (query, key, value))) for h in range(HEADS)]
            x = x + affine(torch.cat(heads, -1), p, f"{block}.attn.c_proj")
            hidden = affine(layer_norm(x, p, f"{block}.ln_2"), p, f"{block}.mlp.c_fc")
            hidden = 0.5 * hidden * (1 + torch.tanh(math.sqrt(2 / math.pi) * (hidden + 0.044715 * hidden**3)))
            x = x + affine(hidden, p, f"{block}.mlp.c_proj")
        sequences.append(layer_norm(x, p, "transformer.ln_f") @ p["transformer.wte.weight"].T)
    return torch.stack(sequences)


def gpt2_shapes():
    shapes = {"transformer.wte.weight": (V, WIDTH), "transformer.wpe.weight": (CONTEXT, WIDTH), "transformer.ln_f.weight": (WIDTH,), "transformer.ln_f.bias": (WIDTH,)}
    for layer in range(LAYERS):
        sizes = {"ln_1": (WIDTH,), "ln_2": (WIDTH,), "attn.c_attn": (3 * WIDTH, WIDTH), "attn.c_proj": (WIDTH, WIDTH), "mlp.c_fc": (HIDDEN, WIDTH), "mlp.c_proj": (WIDTH, HIDDEN)}
        for name, size in sizes.items():
            shapes |= {f"transformer.h.{layer}.{name}.weight": size, f"transformer.h.{layer}.{name}.bias": size[:1]}
    return shapes


def llama3(frequency, factor=8.0, low=1.0, high=4.0, context=8):
    wavelength = 2 * math.pi / frequency
    if wavelength > context / low: return frequency / factor
    if wavelength < context / high: return frequency
    smooth = (context / wavelength - low) / (high - low)
    return (1 - smooth) * frequency / factor + smooth * frequency


def rotate(x, base, scaled):
    """Complex numbers x_j + i x_(j + E/2) times exp(i t f_j)."""
    half = x.shape[-1] // 2
    frequencies = [base ** (-2 * j / x.shape[-1]) for j in range(half)]
    frequencies = [llama3(f) for f in frequencies] if scaled else frequencies
    angles = torch.tensor([[t * f for f in frequencies] for t in range(T)])
    turned = torch.complex(x[:, :half], x[:, half:]) * torch.polar(torch.ones_like(angles), angles)
    return torch.cat([turned.real, turned.imag], -1)


def llama(p, ids, heads, key_heads, base=10000.0, scaled=False):
    size, sequences = WIDTH // heads, []
    for row in ids:
        x = p["model.embed_tokens.weight"][row]
        for layer in range(LAYERS):
            block = f"model.layers.{layer}"
            normed = root_mean_square_norm(x, p, f"{block}.input_layernorm")
            query, key, value = (affine(normed, p, f"{block}.self_attn.{name}_proj") for name in "qkv")
            mixed = []
            for h in range(heads):
                own, shared = slice(h * size, (h + 1) * size), h // (heads // key_heads)
                group = slice(shared * size, (shared + 1) * size)
                mixed.append(attend(rotate(query[:, own], base, scaled), rotate(key[:, group], base, scaled), value[:, group]))
            x = x + affine(torch.cat(mixed, -1), p, f"{block}.self_attn.o_proj")
            normed = root_mean_square_norm(x, p, f"{block}.post_attention_layernorm")
            gate, up = affine(normed, p, f"{block}.mlp.gate_proj"), affine(normed, p, f"{block}.mlp.up_proj")
            x = x + affine(gate / (1 + torch.exp(-gate)) * up, p, f"{block}.mlp.down_proj")
        sequences.append(affine(root_mean_square_norm(x, p, "model.norm"), p, "lm_head") if "lm_head.weight" in p else root_mean_square_norm(x, p, "model.norm") @ p["model.embed_tokens.weight"].T)
    return torch.stack(sequences)


def llama_shapes(heads, key_heads, tied):
    keys = WIDTH // heads * key_heads
    shapes = {"model.embed_tokens.weight": (V, WIDTH), "model.norm.weight": (WIDTH,)} | ({} if tied else {"lm_head.weight": (V, WIDTH)})
    for layer in range(LAYERS):
        sizes = {"input_layernorm": (WIDTH,), "post_attention_layernorm": (WIDTH,), "self_attn.q_proj": (WIDTH, WIDTH), "self_attn.k_proj": (keys, WIDTH), "self_attn.v_proj": (keys, WIDTH),
                 "self_attn.o_proj": (WIDTH, WIDTH), "mlp.gate_proj": (HIDDEN, WIDTH), "mlp.up_proj": (HIDDEN, WIDTH), "mlp.down_proj": (WIDTH, HIDDEN)}
        shapes |= {f"model.layers.{layer}.{name}.weight": size for name, size in sizes.items()}
    return shapes


def golden(shapes, forward):
    p = {name: wave(shapes[name], 0.7, i, 0.3).requires_grad_() for i, name in enumerate(sorted(shapes))}
    logits = forward(p)
    (logits * wave(logits.shape, 0.3, math.pi / 2, 1)).sum().backward()
    gradients = {name: [float((v.grad * wave(v.shape, 0.1, math.pi / 2, 1)).sum()), float(v.grad.norm())] for name, v in p.items()}
    return {"logits": logits.detach().flatten().tolist(), "gradients": gradients}


cases = {
    "gpt2": golden(gpt2_shapes(), lambda p: gpt2(p, tokens())),
    "llama": golden(llama_shapes(6, 2, tied=False), lambda p: llama(p, tokens(), 6, 2)),
    "llamaTied": golden(llama_shapes(3, 3, tied=True), lambda p: llama(p, tokens(), 3, 3, base=50.0)),
    "llamaScaled": golden(llama_shapes(2, 1, tied=True), lambda p: llama(p, tokens(), 2, 1, base=50.0, scaled=True)),
}
pathlib.Path(__file__).with_name("language.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
