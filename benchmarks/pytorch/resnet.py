"""ResNet-20 with parameterless shortcuts, the network of ConstrainedLearning.Models."""
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    """Two convolutions beside a shortcut; where the width grows, that is every second pixel, and zeros for the new channels."""

    def __init__(self, before, after):
        super().__init__()
        self.stride, self.new = (1 if before == after else 2), after - before
        self.conv1 = nn.Conv2d(before, after, 3, stride=self.stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(after)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(after)

    def forward(self, x):
        hidden = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu_()))
        if self.new:
            x = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.new // 2, self.new - self.new // 2))
        return hidden.add_(x).relu_()


def resnet_20():
    blocks = [Block(before, after) for before, after in [(16, 16)] * 3 + [(16, 32)] + [(32, 32)] * 2 + [(32, 64)] + [(64, 64)] * 2]
    stem = [nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(inplace=True)]
    return nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))
