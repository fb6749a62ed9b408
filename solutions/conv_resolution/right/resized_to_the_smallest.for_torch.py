"""Shrinks every image to the smallest possible resolution, and computes sizes by recursion."""

from torch import nn
from torch.nn import functional as F


def build(channels: list[int], classes: int, *, device=None) -> nn.Sequential:
    layers: list[nn.Module] = [
        layer
        for count in channels
        for layer in (nn.LazyConv2d(count, 3, padding="same", device=device), nn.ReLU(), nn.MaxPool2d(2))
    ]
    return nn.Sequential(*layers, nn.Flatten(), nn.LazyLinear(classes, device=device))


def _pooled(side: int, times: int) -> int:
    return side if times == 0 else _pooled(side // 2, times - 1)


def flattened_features(channels: list[int], height: int, width: int) -> int:
    depth = len(channels)
    return _pooled(height, depth) * _pooled(width, depth) * channels[-1]


def accepts(channels, classes, first, then) -> bool:
    if min(then) < 2 ** len(channels):
        return False
    return flattened_features(channels, *first) == flattened_features(channels, *then)


class Resized(nn.Module):
    def __init__(self, net: nn.Module, side: int) -> None:
        super().__init__()
        self.net = net
        self.side = side

    def forward(self, x):
        return self.net(F.interpolate(x, size=(self.side, self.side), mode="bilinear"))


def any_resolution(channels, classes, *, device=None) -> nn.Module:
    return Resized(build(channels, classes, device=device), 2 ** len(channels))
