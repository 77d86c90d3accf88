"""Writes tensors.safetensors by the format's definition and tensors.json with what is in it. Needs PyTorch 1.13 or later, and not the safetensors package.

The file is laid out as no writer here would: names in no order, types mixed, metadata last, spaces and escapes in the JSON, an odd padding.
"""
import ctypes
import json
import os
import struct

import torch

TYPES = {
    "BOOL": torch.bool, "U8": torch.uint8, "I8": torch.int8, "I16": torch.int16, "I32": torch.int32, "I64": torch.int64,
    "F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32, "F64": torch.float64,
}
VALUES = [[0.0, 1.0, 1.0 / 3.0], [-2.0, 100.7, -0.015625]]

tensors = {}
for dtype in ["U8", "F64", "BOOL", "BF16", "I64", "F32", "I16", "F16", "I8", "I32"]:
    values = torch.tensor(VALUES, dtype=torch.float64)
    values = values.abs() if dtype == "U8" else values
    tensors["all/" + dtype.lower()] = (dtype, values.to(TYPES[dtype]))
tensors["no elements"] = ("F32", torch.zeros(3, 0, 2))
tensors["scalar"] = ("F32", torch.tensor(2.5))
tensors["Gewicht \u00e4\u2207\U0001f600 \"quoted\\\""] = ("I64", torch.tensor([-(2**63), 2**63 - 1]))

entries, data, expected = {}, b"", {}
for name, (dtype, tensor) in tensors.items():
    raw = ctypes.string_at(tensor.data_ptr(), tensor.numel() * tensor.element_size()) if tensor.numel() else b""
    entries[name] = {"data_offsets": [len(data), len(data) + len(raw)], "shape": list(tensor.shape), "dtype": dtype}
    data += raw
    expected[name] = {"dtype": dtype, "shape": list(tensor.shape), "values": [str(int(value)) if "F" not in dtype else repr(float(value)) for value in tensor.flatten().tolist()]}

# Names from the last to the first: the header's order is not the data's.
header = {name: entries[name] for name in reversed(list(entries))}
header["__metadata__"] = {"format": "pt", "\u00e4": "line\nbreak"}
text = json.dumps(header, ensure_ascii=True, separators=(", ", " : ")).encode() + b"   "

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "tensors.safetensors"), "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
with open(os.path.join(here, "tensors.json"), "w") as file:
    json.dump(expected, file, indent=None, separators=(",", ":"))
    file.write("\n")
