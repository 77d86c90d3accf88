"""PyTorch's side of the engine's workloads: the loop that a person writes for a constrained problem, loss + dot(multipliers, values), and a projected ascent of the multipliers in place."""
import torch
from torch import nn
from torch.nn import functional

GROUPS, PIXELS, CLASSES = 96, 784, 10


def layers(hidden):
    return nn.Sequential(nn.Linear(10, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, 1))


def memberships(samples):
    """Which samples belong to which group, about a quarter of them to each; a row gives the mean over its group."""
    members = (torch.rand(GROUPS, samples) < 0.25).float()
    return members / members.sum(1, keepdim=True).clamp_min(1)


def group_ceilings(hidden, device):
    """Regression by 10-h-h-1 in batches of h, Adam: the mean squared error of each of 96 groups below a ceiling."""
    torch.manual_seed(0)
    model = layers(hidden).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    x, y, groups = torch.randn(hidden, 10).to(device), torch.randn(hidden).to(device), memberships(hidden).to(device)
    bound, rate, multipliers = 0.5, 1e-2, torch.zeros(GROUPS, device=device)

    def run(times):
        for _ in range(times):
            optimizer.zero_grad()
            errors = functional.mse_loss(model(x).squeeze(1), y, reduction="none")
            values = groups @ errors
            (errors.mean() + torch.dot(multipliers, values)).backward()
            optimizer.step()
            with torch.no_grad():
                multipliers.add_(rate * (values - bound)).clamp_(min=0)
        if x.is_cuda:
            torch.cuda.synchronize()

    return run


def engine_groups_256(device):
    return group_ceilings(256, device)


def engine_groups_32(device):
    return group_ceilings(32, device)


def norm_ball(pictures, device):
    """Logistic regression of so many pictures of 784 pixels to 10 classes, Adagrad: the squared norm of weights and biases at most 1."""
    torch.manual_seed(0)
    model = nn.Linear(PIXELS, CLASSES).to(device)
    optimizer = torch.optim.Adagrad(model.parameters(), lr=5e-3)
    x, y = torch.rand(pictures, PIXELS).to(device), torch.randint(CLASSES, (pictures,)).to(device)
    bound, rate, multiplier = 1.0, 1e-3, torch.zeros((), device=device)

    def run(times):
        for _ in range(times):
            optimizer.zero_grad()
            weights = model.weight.view(-1)
            norm = weights.dot(weights) + model.bias.dot(model.bias)
            (functional.cross_entropy(model(x), y) + multiplier * norm).backward()
            optimizer.step()
            with torch.no_grad():
                multiplier.add_(rate * (norm - bound)).clamp_(min=0)
        if x.is_cuda:
            torch.cuda.synchronize()

    return run


def engine_ball_512(device):
    return norm_ball(512, device)


def engine_ball_64(device):
    return norm_ball(64, device)
