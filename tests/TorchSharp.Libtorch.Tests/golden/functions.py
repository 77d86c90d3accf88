"""Numbers of PyTorch's losses, functions and initialisers, for FunctionParityTests: python3 functions.py > functions.json

Every case draws its inputs with the same seed; written are the result and, but for initialisers, the gradient of half its sum of squares.
"""
import json
import sys
import torch
from torch.nn import functional as F, init

CASES = {}


def case(name, shape, call):
    CASES[name] = (shape, call)


def signs(n):
    return torch.tensor([1.0, -1.0]).repeat(n)[:n]


classes = torch.tensor([2, 0, 1, 2])
case("mse_loss", (4, 3), lambda x: F.mse_loss(x, torch.randn(4, 3)))
case("mse_loss none", (2, 3), lambda x: F.mse_loss(x, torch.randn(2, 3), reduction="none"))
case("l1_loss sum", (4, 3), lambda x: F.l1_loss(x, torch.randn(4, 3), reduction="sum"))
case("smooth_l1_loss", (4, 3), lambda x: F.smooth_l1_loss(x, torch.randn(4, 3), beta=0.5))
case("huber_loss", (4, 3), lambda x: F.huber_loss(x, torch.randn(4, 3), delta=0.7))
case("cross_entropy", (4, 3), lambda x: F.cross_entropy(x, classes))
case("cross_entropy weighted", (4, 3), lambda x: F.cross_entropy(x, classes, torch.tensor([1.0, 2.0, 0.5]), ignore_index=0, label_smoothing=0.1))
case("cross_entropy of probabilities", (4, 3), lambda x: F.cross_entropy(x, torch.rand(4, 3).softmax(1), reduction="sum"))
case("nll_loss", (4, 3), lambda x: F.nll_loss(x.log_softmax(1), classes))
case("binary_cross_entropy", (4,), lambda x: F.binary_cross_entropy(x.sigmoid(), torch.rand(4)))
case("binary_cross_entropy_with_logits", (4, 3), lambda x: F.binary_cross_entropy_with_logits(x, torch.rand(4, 3), pos_weight=torch.tensor([1.0, 2.0, 3.0])))
case("kl_div", (4, 3), lambda x: F.kl_div(x.log_softmax(1), torch.rand(4, 3).log_softmax(1), log_target=True))
case("poisson_nll_loss", (4, 3), lambda x: F.poisson_nll_loss(x, torch.rand(4, 3)))
case("gaussian_nll_loss", (4, 3), lambda x: F.gaussian_nll_loss(x, torch.randn(4, 3), torch.rand(4, 3), full=True, reduction="none").sum(1))
case("cosine_embedding_loss", (4, 3), lambda x: F.cosine_embedding_loss(x, torch.randn(4, 3), signs(4), margin=0.1))
case("hinge_embedding_loss", (4,), lambda x: F.hinge_embedding_loss(x, signs(4), margin=1.0))
case("margin_ranking_loss", (4,), lambda x: F.margin_ranking_loss(x, torch.randn(4), signs(4), margin=0.2))
case("multilabel_soft_margin_loss", (4, 3), lambda x: F.multilabel_soft_margin_loss(x, torch.rand(4, 3).round()))
case("multi_margin_loss", (4, 3), lambda x: F.multi_margin_loss(x, classes))
case("soft_margin_loss", (4,), lambda x: F.soft_margin_loss(x, signs(4)))
case("triplet_margin_loss", (4, 3), lambda x: F.triplet_margin_loss(x, torch.randn(4, 3), torch.randn(4, 3), swap=True))
case("triplet_margin_with_distance_loss", (4, 3), lambda x: F.triplet_margin_with_distance_loss(x, torch.randn(4, 3), torch.randn(4, 3), swap=True))
case("normalize", (4, 3), lambda x: F.normalize(x, p=3.0, dim=0))
case("cosine_similarity", (4, 3), lambda x: F.cosine_similarity(x, torch.randn(4, 3)))
case("pairwise_distance", (4, 3), lambda x: F.pairwise_distance(x, torch.randn(4, 3), p=1.0))
case("one_hot", (3,), lambda x: F.one_hot(torch.tensor([0, 2, 1]), 4) * x.unsqueeze(1))
case("grid_sample", (1, 1, 3, 3), lambda x: F.grid_sample(x, torch.rand(1, 2, 2, 2) * 2 - 1, padding_mode="border", align_corners=True))
case("affine_grid", (1, 2, 3), lambda x: F.affine_grid(x, [1, 1, 2, 2], align_corners=False))
case("interpolate area", (1, 1, 4, 4), lambda x: F.interpolate(x, scale_factor=0.5, mode="area"))
case("interpolate bicubic", (1, 1, 3, 3), lambda x: F.interpolate(x, size=(4, 5), mode="bicubic", align_corners=False))
case("interpolate recomputed", (1, 1, 3, 3), lambda x: F.interpolate(x, scale_factor=1.4, mode="bilinear", recompute_scale_factor=True, align_corners=False))
case("pad circular", (1, 1, 3, 3), lambda x: F.pad(x, (1, 1, 2, 0), mode="circular"))


def attention(x, mask=None, causal=False):
    """Written out: PyTorch 1.13 has no public operator for it."""
    key, value = torch.randn(2, 5, 3), torch.randn(2, 5, 4)
    scores = x @ key.transpose(-2, -1) / 3**0.5
    if causal:
        mask = torch.ones(x.shape[1], 5).tril().bool()
    if mask is not None:
        scores = scores + torch.zeros_like(scores).masked_fill(~mask, float("-inf"))
    return scores.softmax(-1) @ value


case("scaled_dot_product_attention", (2, 4, 3), attention)
case("scaled_dot_product_attention causal", (2, 4, 3), lambda x: attention(x, causal=True))
case("scaled_dot_product_attention masked", (2, 2, 3), lambda x: attention(x, mask=torch.tensor([[True, True, False, True, False], [False, True, True, True, True]])))

INITIALISERS = {
    "xavier_uniform_": ((4, 3), lambda x: init.xavier_uniform_(x, 1.5)),
    "xavier_normal_": ((4, 3, 2), lambda x: init.xavier_normal_(x)),
    "kaiming_uniform_": ((4, 3, 2), lambda x: init.kaiming_uniform_(x, 0.3, "fan_out")),
    "kaiming_normal_": ((4, 3), lambda x: init.kaiming_normal_(x, nonlinearity="relu")),
    "orthogonal_": ((3, 4), lambda x: init.orthogonal_(x, 2.0)),
    "orthogonal_ tall": ((5, 2), lambda x: init.orthogonal_(x)),
    "sparse_": ((4, 3), lambda x: init.sparse_(x, 0.4)),
    "trunc_normal_": ((8,), lambda x: init.trunc_normal_(x, 0.5, 2.0, -1.0, 1.5)),
    "dirac_": ((3, 2, 3, 3), lambda x: init.dirac_(x)),
    "eye_": ((2, 3), lambda x: init.eye_(x)),
}


def numbers(tensor):
    return [float(f"{v:.7g}") for v in tensor.detach().double().reshape(-1).tolist()]


def differentiate(shape, call):
    torch.manual_seed(11)
    x = torch.randn(shape, requires_grad=True)
    output = call(x)
    (output.square().sum() / 2).backward()
    return {"output": numbers(output), "gradient": numbers(x.grad)}


def initialise(shape, call):
    torch.manual_seed(11)
    return {"output": numbers(call(torch.empty(shape)))}


results = {name: differentiate(*entry) for name, entry in CASES.items()}
results |= {name: initialise(*entry) for name, entry in INITIALISERS.items()}
json.dump(results, sys.stdout, separators=(",", ":"))
