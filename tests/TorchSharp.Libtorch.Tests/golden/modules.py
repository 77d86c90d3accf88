"""Numbers of PyTorch's layers, for ModuleParityTests: python3 modules.py > modules.json

Each case seeds, builds the layer, draws the inputs, runs it (in training), and differentiates half the sum of squares of
the first result. Written are the parameters and buffers after the step, the result, and every gradient.
"""
import json
import sys
import torch
from torch import nn

CASES = {}


def square(name, build, *shapes, eval=False):
    CASES[name] = (build, shapes, eval)


square("Linear", lambda: nn.Linear(3, 4), (5, 3))
square("Linear without bias", lambda: nn.Linear(3, 2, bias=False), (2, 3))
square("Bilinear", lambda: nn.Bilinear(2, 3, 2), (4, 2), (4, 3))
square("Conv1d", lambda: nn.Conv1d(2, 4, 3, stride=2, padding=1, groups=2), (2, 2, 6))
square("Conv1d circular", lambda: nn.Conv1d(2, 2, 3, padding=1, padding_mode="circular", bias=False), (2, 2, 5))
square("Conv2d", lambda: nn.Conv2d(2, 3, 3, padding=1, dilation=1), (1, 2, 4, 4))
square("Conv2d rectangle", lambda: nn.Conv2d(1, 2, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2)), (1, 1, 5, 5))
square("Conv2d same", lambda: nn.Conv2d(1, 2, 4, padding="same", padding_mode="reflect"), (1, 1, 5, 5))
square("Conv3d", lambda: nn.Conv3d(1, 2, 2), (1, 1, 2, 3, 3))
square("ConvTranspose1d", lambda: nn.ConvTranspose1d(2, 3, 3, stride=2, padding=1, output_padding=1), (1, 2, 4))
square("ConvTranspose2d", lambda: nn.ConvTranspose2d(2, 2, 3, stride=2, groups=2), (1, 2, 2, 3))
square("BatchNorm1d", lambda: nn.BatchNorm1d(3), (4, 3))
square("BatchNorm2d", lambda: nn.BatchNorm2d(2, momentum=0.3), (2, 2, 2, 3))
square("BatchNorm2d evaluated", lambda: nn.BatchNorm2d(2), (2, 2, 2, 2), eval=True)
square("BatchNorm1d without statistics", lambda: nn.BatchNorm1d(3, affine=False, track_running_stats=False), (4, 3))
square("InstanceNorm1d", lambda: nn.InstanceNorm1d(2, affine=True), (2, 2, 4))
square("InstanceNorm2d", lambda: nn.InstanceNorm2d(2, track_running_stats=True), (2, 2, 2, 3))
square("GroupNorm", lambda: nn.GroupNorm(2, 4), (2, 4, 3))
square("LayerNorm", lambda: nn.LayerNorm([2, 3]), (2, 2, 3))
square("LocalResponseNorm", lambda: nn.LocalResponseNorm(2), (1, 4, 3))
square("PReLU", lambda: nn.PReLU(2), (3, 2))
square("ELU", lambda: nn.ELU(0.7), (6,))
square("SELU", nn.SELU, (6,))
square("CELU", lambda: nn.CELU(1.3), (6,))
square("GELU", nn.GELU, (6,))
square("GELU tanh", lambda: nn.GELU(approximate="tanh"), (6,))
square("ReLU6", nn.ReLU6, (6,))
square("LeakyReLU", lambda: nn.LeakyReLU(0.2), (6,))
square("SiLU", nn.SiLU, (6,))
square("Mish", nn.Mish, (6,))
square("LogSigmoid", nn.LogSigmoid, (6,))
square("Softplus", lambda: nn.Softplus(2.0, 1.0), (6,))
square("Softsign", nn.Softsign, (6,))
square("Tanhshrink", nn.Tanhshrink, (6,))
square("Softshrink", nn.Softshrink, (6,))
square("Hardshrink", nn.Hardshrink, (6,))
square("Hardtanh", lambda: nn.Hardtanh(-0.5, 0.7), (6,))
square("Hardsigmoid", nn.Hardsigmoid, (6,))
square("Hardswish", nn.Hardswish, (6,))
square("Threshold", lambda: nn.Threshold(0.1, 20), (6,))
square("GLU", nn.GLU, (2, 4))
square("Softmax", lambda: nn.Softmax(1), (2, 3))
square("LogSoftmax", lambda: nn.LogSoftmax(0), (2, 3))
square("Softmin", lambda: nn.Softmin(1), (2, 3))
square("Softmax2d", nn.Softmax2d, (1, 3, 2, 2))
square("Dropout", lambda: nn.Dropout(0.4), (3, 4))
square("Dropout1d", lambda: nn.Dropout1d(0.5), (2, 4, 2))
square("Dropout2d", lambda: nn.Dropout2d(0.5), (2, 4, 2, 2))
square("AlphaDropout", lambda: nn.AlphaDropout(0.3), (3, 4))
square("MaxPool1d", lambda: nn.MaxPool1d(3, stride=2, padding=1), (1, 2, 6))
square("MaxPool2d", lambda: nn.MaxPool2d(2, ceil_mode=True), (1, 1, 5, 5))
square("AvgPool1d", lambda: nn.AvgPool1d(2), (1, 2, 6))
square("AvgPool2d", lambda: nn.AvgPool2d((2, 3), stride=(2, 1), padding=(1, 0), count_include_pad=False), (1, 1, 4, 5))
square("AdaptiveAvgPool1d", lambda: nn.AdaptiveAvgPool1d(2), (1, 2, 5))
square("AdaptiveAvgPool2d", lambda: nn.AdaptiveAvgPool2d((2, 1)), (1, 1, 4, 3))
square("AdaptiveMaxPool2d", lambda: nn.AdaptiveMaxPool2d((2, 2)), (1, 1, 5, 4))
square("LPPool1d", lambda: nn.LPPool1d(2, 2), (1, 2, 6))
square("ReflectionPad2d", lambda: nn.ReflectionPad2d((1, 2, 0, 1)), (1, 1, 3, 3))
square("ReplicationPad1d", lambda: nn.ReplicationPad1d(2), (1, 2, 3))
square("ConstantPad1d", lambda: nn.ConstantPad1d((1, 2), 3.5), (1, 2, 3))
square("Upsample nearest", lambda: nn.Upsample(scale_factor=2), (1, 1, 2, 3))
square("Upsample bilinear", lambda: nn.Upsample(size=(3, 5), mode="bilinear", align_corners=True), (1, 1, 2, 3))
square("Upsample linear", lambda: nn.Upsample(scale_factor=1.5, mode="linear"), (1, 2, 4))
square("PixelShuffle", lambda: nn.PixelShuffle(2), (1, 4, 2, 2))
square("Unfold", lambda: nn.Unfold((2, 2), padding=1), (1, 1, 3, 3))
square("Fold", lambda: nn.Fold((3, 3), (2, 2)), (1, 4, 4))
square("Sequential", lambda: nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.BatchNorm1d(4), nn.Linear(4, 1)), (5, 3))


class Shuffle(nn.Module):
    """nn.ChannelShuffle(2), which PyTorch 1.13 cannot differentiate."""

    def forward(self, x):
        return x.reshape(x.shape[0], 2, x.shape[1] // 2, -1).transpose(1, 2).reshape(x.shape)


square("ChannelShuffle", Shuffle, (1, 4, 2))


class Attention(nn.Module):
    def __init__(self, masks=False, **options):
        super().__init__()
        self.inner = nn.MultiheadAttention(4, 2, **options)
        self.masks = masks

    def forward(self, query, key=None, value=None):
        key = query if key is None else key
        value = key if value is None else value
        if not self.masks:
            output, weights = self.inner(query, key, value)
            return torch.cat([output.reshape(-1), weights.reshape(-1)])
        ahead = torch.ones(len(query), len(key)).triu(1).bool()
        padding = torch.zeros(key.shape[1], len(key)).bool()
        padding[0, -1] = True
        return self.inner(query, key, value, key_padding_mask=padding, attn_mask=ahead, need_weights=False)[0]


square("MultiheadAttention", Attention, (3, 2, 4))
square("MultiheadAttention masked", lambda: Attention(masks=True), (3, 2, 4))
square("MultiheadAttention of other sizes", lambda: Attention(kdim=3, vdim=5, bias=False), (2, 2, 4), (3, 2, 3), (3, 2, 5))
square("MultiheadAttention with more keys", lambda: Attention(add_bias_kv=True, add_zero_attn=True), (2, 2, 4), (3, 2, 4))
square("MultiheadAttention with dropout", lambda: Attention(dropout=0.4), (3, 2, 4))
square("TransformerEncoderLayer", lambda: nn.TransformerEncoderLayer(4, 2, 6, dropout=0.2), (3, 2, 4))
square("TransformerEncoder", lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3, dropout=0.0, activation="gelu"), 2), (3, 2, 4))
square("TransformerDecoderLayer", lambda: nn.TransformerDecoderLayer(4, 2, 3, dropout=0.0), (3, 2, 4), (2, 2, 4))
square("Transformer", lambda: nn.Transformer(4, 2, 1, 1, 3, dropout=0.0), (3, 2, 4), (2, 2, 4))


class First(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x)[0]


square("RNN", lambda: First(nn.RNN(3, 2)), (4, 2, 3))
square("GRU", lambda: First(nn.GRU(3, 2, num_layers=2, batch_first=True)), (2, 4, 3))
square("LSTM", lambda: First(nn.LSTM(3, 2, bidirectional=True)), (4, 2, 3))
square("GRUCell", lambda: nn.GRUCell(3, 2), (4, 3))
square("RNNCell", lambda: nn.RNNCell(3, 2, nonlinearity="relu"), (4, 3))


def numbers(tensor):
    return [float(f"{v:.7g}") for v in tensor.detach().double().reshape(-1).tolist()]


def run(build, shapes, evaluate):
    torch.manual_seed(7)
    layer = build()
    layer.train(not evaluate)
    inputs = [torch.randn(shape, requires_grad=True) for shape in shapes]
    output = layer(*inputs)
    (output.square().sum() / 2).backward()
    return {
        "output": numbers(output),
        "inputs": [numbers(x.grad) for x in inputs],
        "parameters": {n: numbers(p) for n, p in layer.named_parameters()},
        "gradients": {n: numbers(p.grad) for n, p in layer.named_parameters()},
        "buffers": {n: numbers(b) for n, b in layer.named_buffers()},
    }


json.dump({name: run(build, shapes, evaluate) for name, (build, shapes, evaluate) in CASES.items()}, sys.stdout, separators=(",", ":"))
