"""Writes adapters as the PEFT library lays them out, without that library and without safetensors: keys, shapes, scales and the order of computation are written out here from its documentation and source.

    python3 adapters.py FOLDER

For each case there is a folder with adapter_config.json, adapter_model.safetensors and output.safetensors (what the base gives with the adapter); base.safetensors holds the base's weights and the input.
"""
import json
import math
import pathlib
import struct
import sys

import torch
from torch import nn
from torch.nn import functional

TYPES = {torch.float32: "F32", torch.int64: "I64", torch.float16: "F16"}


def write_tensors(path, tensors):
    """The format: the header's length, the header in JSON, the elements; wide types first, then by name."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, value in sorted(tensors.items(), key=lambda item: (-item[1].element_size(), item[0])):
        content = value.detach().contiguous().numpy().tobytes()
        header[name] = dict(dtype=TYPES[value.dtype], shape=list(value.shape), data_offsets=[len(data), len(data) + len(content)])
        data += content
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def plain():
    """An embedding, two convolutions, two linear layers."""
    return nn.ModuleDict(dict(table=nn.Embedding(7, 6), line=nn.Conv1d(4, 5, 3, padding=1), image=nn.Conv2d(1, 2, 3, stride=2, padding=1), hidden=nn.Linear(2, 3), head=nn.Linear(3, 2)))


def forward(layers, x):
    x = layers["line"](layers["table"](x)).tanh().unsqueeze(1)
    x = layers["image"](x).tanh().mean([2, 3])
    return layers["head"](layers["hidden"](x).tanh())


def low_rank(layer, a, b, scale):
    """y + s B A x, by two layers of the same kind."""
    if isinstance(layer, nn.Embedding):
        return lambda x: layer(x) + functional.embedding(x, a.T) @ b.T * scale
    if isinstance(layer, nn.Conv1d):
        return lambda x: layer(x) + functional.conv1d(functional.conv1d(x, a, stride=layer.stride, padding=layer.padding), b) * scale
    if isinstance(layer, nn.Conv2d):
        return lambda x: layer(x) + functional.conv2d(functional.conv2d(x, a, stride=layer.stride, padding=layer.padding), b) * scale
    return lambda x: layer(x) + functional.linear(functional.linear(x, a), b) * scale


def factors(name, layer, r):
    if isinstance(layer, nn.Embedding):
        return {f"{name}.lora_embedding_A": torch.randn(r, layer.num_embeddings), f"{name}.lora_embedding_B": torch.randn(layer.embedding_dim, r)}
    if isinstance(layer, nn.Linear):
        return {f"{name}.lora_A.weight": torch.randn(r, layer.in_features), f"{name}.lora_B.weight": torch.randn(layer.out_features, r)}
    ones = (1,) * len(layer.kernel_size)
    return {f"{name}.lora_A.weight": torch.randn(r, layer.in_channels, *layer.kernel_size), f"{name}.lora_B.weight": torch.randn(layer.out_channels, r, *ones)}


LORA = dict(
    alpha_pattern={}, auto_mapping=None, base_model_name_or_path=None, bias="none", corda_config=None, eva_config=None, exclude_modules=None, fan_in_fan_out=False, inference_mode=True, init_lora_weights=True,
    layer_replication=None, layers_pattern=None, layers_to_transform=None, loftq_config={}, lora_alpha=8, lora_bias=False, lora_dropout=0.0, megatron_config=None, megatron_core="megatron.core", modules_to_save=None,
    peft_type="LORA", qalora_group_size=16, r=8, rank_pattern={}, revision=None, target_modules=None, target_parameters=None, task_type=None, trainable_token_indices=None, use_dora=False, use_qalora=False, use_rslora=False)


def lora(layers, ranks, scales):
    """Factors and the layers with them."""
    tensors, adapted = {}, dict(layers.items())
    for name, r in ranks.items():
        own = factors(name, layers[name], r)
        adapted[name] = low_rank(layers[name], *own.values(), scales[name])
        tensors.update({"base_model.model." + key: value for key, value in own.items()})
    return tensors, adapted


def case_lora(layers):
    ranks = {name: 3 for name in layers}
    config = dict(LORA, r=3, lora_alpha=6, target_modules=sorted(layers))
    return config, *lora(layers, ranks, {name: 2.0 for name in layers})


def case_patterns(layers):
    ranks, alphas = dict(line=4, image=2, hidden=1), dict(line=8, image=3, hidden=8)
    config = dict(LORA, r=2, lora_alpha=8, use_rslora=True, rank_pattern={"line": 4, "^hidden": 1}, alpha_pattern={"im.*": 3}, target_modules=".*(line|image|hid.*)")
    return config, *lora(layers, ranks, {name: alphas[name] / math.sqrt(r) for name, r in ranks.items()})


def case_dora(layers):
    """Magnitudes times directions; the weight's norm is over all but the outputs."""
    names = ["image", "hidden", "head"]
    tensors, adapted = lora(layers, {name: 2 for name in names}, {name: 1.0 for name in names})
    for name in names:
        layer, keys = layers[name], [f"base_model.model.{name}.lora_{part}.weight" for part in "AB"]
        a, b = (tensors[key] for key in keys)
        weight = layer.weight + (b.flatten(1) @ a.flatten(1)).reshape(layer.weight.shape)
        norm = weight.flatten(1).norm(dim=1)
        magnitude = torch.rand_like(norm) + 0.5
        shape = [-1] + [1] * (layer.weight.dim() - 1)
        scaled = weight * (magnitude / norm).reshape(shape)
        adapted[name] = (lambda x, layer=layer, scaled=scaled: functional.linear(x, scaled, layer.bias)) if layer.weight.dim() == 2 else (
            lambda x, layer=layer, scaled=scaled: functional.conv2d(x, scaled, layer.bias, layer.stride, layer.padding))
        tensors[f"base_model.model.{name}.lora_magnitude_vector"] = magnitude if layer.weight.dim() == 2 else magnitude.reshape(1, -1, 1, 1)
    return dict(LORA, r=2, lora_alpha=2, use_dora=True, target_modules=names), tensors, adapted


def case_vera(layers):
    """Shared random factors, drawn for the largest layer from a seed, and two vectors for each layer."""
    names, r, key = ["hidden", "head"], 4, 1234
    inputs, outputs = max(layers[name].in_features for name in names), max(layers[name].out_features for name in names)
    generator = torch.Generator().manual_seed(key)
    a = torch.empty(r, inputs).uniform_(-math.sqrt(6 / inputs), math.sqrt(6 / inputs), generator=generator)
    b = torch.empty(outputs, r).uniform_(-math.sqrt(6 / r), math.sqrt(6 / r), generator=generator)
    tensors, adapted = {"base_model.vera_A": a, "base_model.vera_B": b}, dict(layers.items())
    for name in names:
        layer, lambda_b, lambda_d = layers[name], torch.randn(layers[name].out_features), torch.randn(r)
        adapted[name] = lambda x, layer=layer, lambda_b=lambda_b, lambda_d=lambda_d: layer(x) + lambda_b * functional.linear(lambda_d * functional.linear(x, a[:, : layer.in_features]), b[: layer.out_features])
        tensors.update({f"base_model.model.{name}.vera_lambda_b": lambda_b, f"base_model.model.{name}.vera_lambda_d": lambda_d})
    config = dict(peft_type="VERA", r=r, target_modules=names, projection_prng_key=key, save_projection=True, vera_dropout=0.0, d_initial=0.1, fan_in_fan_out=False, bias="none", modules_to_save=None, init_weights=True,
                  layers_to_transform=None, layers_pattern=None, task_type=None, inference_mode=True, auto_mapping=None, base_model_name_or_path=None, revision=None)
    return config, tensors, adapted


def case_ia3(layers):
    """A scale for each output, or for each input of feed-forward layers."""
    image, hidden, head = torch.rand(1, 2, 1, 1) + 0.5, torch.rand(3, 1) + 0.5, torch.rand(1, 3) + 0.5
    adapted = dict(layers.items(), image=lambda x: layers["image"](x) * image, hidden=lambda x: layers["hidden"](x) * hidden.flatten(), head=lambda x: layers["head"](x * head.flatten()))
    config = dict(peft_type="IA3", target_modules=["image", "hidden", "head"], feedforward_modules=["head"], exclude_modules=None, fan_in_fan_out=False, modules_to_save=None, init_ia3_weights=True,
                  task_type=None, inference_mode=True, auto_mapping=None, base_model_name_or_path=None, revision=None)
    return config, {"base_model.model.image.ia3_l": image, "base_model.model.hidden.ia3_l": hidden, "base_model.model.head.ia3_l": head}, adapted


@torch.no_grad()
def main():
    root = pathlib.Path(sys.argv[1])
    torch.manual_seed(7)
    layers, x = plain(), torch.randint(7, (5, 4))
    write_tensors(root / "base.safetensors", dict(layers.state_dict(), input=x))
    for case in [case_lora, case_patterns, case_dora, case_vera, case_ia3]:
        config, tensors, adapted = case(layers)
        folder = root / case.__name__[len("case_"):]
        folder.mkdir(exist_ok=True)
        (folder / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True))
        write_tensors(folder / "adapter_model.safetensors", tensors)
        write_tensors(folder / "output.safetensors", dict(output=forward(adapted, x)))


main()
