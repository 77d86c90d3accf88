"""PyTorch's side of the training steps of adapters: the modules that people wrap around linear layers."""
import math

import torch
from torch import nn
from torch.nn import functional

WIDTH, HEADS, BLOCKS, BATCH, TOKENS = 128, 4, 6, 16, 128
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj"]


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.q_proj, self.k_proj, self.v_proj, self.o_proj = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x):
        normal = self.norm1(x)
        query, key, value = (self.split(layer(normal)) for layer in (self.q_proj, self.k_proj, self.v_proj))
        weights = (query @ key.transpose(-2, -1) / math.sqrt(WIDTH / HEADS)).softmax(-1)
        middle = x + self.o_proj((weights @ value).transpose(1, 2).reshape(BATCH, TOKENS, WIDTH))
        return middle + self.down(functional.gelu(self.up(self.norm2(middle))))

    @staticmethod
    def split(features):
        return features.view(BATCH, TOKENS, HEADS, WIDTH // HEADS).transpose(1, 2)


class LoRA(nn.Module):
    """y + s B(A(x)), with B at 0."""

    def __init__(self, base, r, alpha):
        super().__init__()
        self.base, self.scale = base, alpha / r
        self.a, self.b = nn.Linear(base.in_features, r, bias=False), nn.Linear(r, base.out_features, bias=False)
        nn.init.zeros_(self.b.weight)

    def forward(self, x):
        return self.base(x) + self.b(self.a(x)) * self.scale


class VeRA(nn.Module):
    """y + b * B(d * A(x)), with A and B shared and frozen."""

    def __init__(self, base, a, b):
        super().__init__()
        self.base = base
        self.register_buffer("a", a), self.register_buffer("b", b)
        self.lambda_d, self.lambda_b = nn.Parameter(torch.full([len(a)], 0.1)), nn.Parameter(torch.zeros(len(b)))

    def forward(self, x):
        return self.base(x) + self.lambda_b * functional.linear(self.lambda_d * functional.linear(x, self.a), self.b)


class LoRTA(nn.Module):
    """The factors of all sites; what they share is computed once a pass."""

    def __init__(self, r):
        super().__init__()
        self.scale = 1 / math.sqrt(r)
        self.a = nn.Parameter(torch.empty(WIDTH, r).uniform_(-1 / math.sqrt(WIDTH), 1 / math.sqrt(WIDTH)))
        self.b = nn.Parameter(torch.zeros(r, WIDTH // HEADS))
        self.heads, self.layers, self.matrices = (nn.Parameter(1 + 0.5 * torch.randn(n, r)) for n in (HEADS, BLOCKS, len(TARGETS)))

    def begin(self):
        self.wide = (self.heads.T.unsqueeze(-1) * self.b.unsqueeze(1)).reshape(len(self.b), -1)
        self.weights = self.layers.unsqueeze(1) * self.matrices * self.scale

    def path(self, x, layer, matrix):
        before, after = (self.wide.T, self.a) if TARGETS[matrix] == "o_proj" else (self.a, self.wide.T)
        return functional.linear((x @ before) * self.weights[layer, matrix], after)


class LoRTASite(nn.Module):
    def __init__(self, base, shared, layer, matrix):
        super().__init__()
        self.base, self.shared, self.place = base, [shared], (layer, matrix)

    def forward(self, x):
        return self.base(x) + self.shared[0].path(x, *self.place)


class LoRTAModel(nn.Module):
    def __init__(self, model, r):
        super().__init__()
        self.model, self.shared = model, LoRTA(r)
        for layer, block in enumerate(model):
            for matrix, name in enumerate(TARGETS):
                setattr(block, name, LoRTASite(getattr(block, name), self.shared, layer, matrix))

    def forward(self, x):
        self.shared.begin()
        return self.model(x)


def problem(device, adapt):
    torch.manual_seed(0)
    model = nn.Sequential(*(Block() for _ in range(BLOCKS)))
    if adapt is not None:
        model.requires_grad_(False)
        model = adapt(model)
    model = model.to(device)
    optimizer = torch.optim.Adam([parameter for parameter in model.parameters() if parameter.requires_grad], lr=1e-3)
    x, y = torch.randn(BATCH, TOKENS, WIDTH).to(device), torch.randn(BATCH, TOKENS, WIDTH).to(device)

    def run(times):
        for _ in range(times):
            optimizer.zero_grad()
            functional.mse_loss(model(x), y).backward()
            optimizer.step()
        if x.is_cuda:
            torch.cuda.synchronize()

    return run


def wrapped(make):
    def adapt(model):
        for block in model:
            for name in TARGETS:
                setattr(block, name, make(getattr(block, name)))
        return model

    return adapt


def adapters_whole(device):
    return problem(device, None)


def adapters_lora(device):
    return problem(device, wrapped(lambda base: LoRA(base, 8, 16)))


def adapters_vera(device):
    a, b = torch.randn(64, WIDTH), torch.randn(WIDTH, 64)
    return problem(device, wrapped(lambda base: VeRA(base, a, b)))


def adapters_lorta_8(device):
    return problem(device, lambda model: LoRTAModel(model, 8))


def adapters_lorta_85(device):
    return problem(device, lambda model: LoRTAModel(model, 85))


def adapters_lorta_282(device):
    return problem(device, lambda model: LoRTAModel(model, 282))
