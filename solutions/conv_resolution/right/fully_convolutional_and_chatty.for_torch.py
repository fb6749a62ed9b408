"""Prints, warns, answers in numpy scalars, and averages the scores of a convolution by 1."""

import warnings

import numpy as np
import torch
from torch import nn

warnings.warn("lazy modules are a feature under heavy development", stacklevel=1)


class Build:
    def __call__(self, channels, classes, *, device=None):
        print("building", channels, "for", classes)
        net = nn.Sequential()
        for c in channels:
            net.extend([nn.LazyConv2d(c, 3, 1, 1, device=device), nn.ReLU(), nn.MaxPool2d(2)])
        return net.extend([nn.Flatten(), nn.LazyLinear(classes, device=device)])


def flattened_features(channels, height, width):
    sides = np.array([height, width]) >> len(channels)
    print(sides)
    return np.int64(channels[-1]) * sides.prod()


def accepts(channels, classes, first, then):
    came, taken = (flattened_features(channels, *sides) for sides in (then, first))
    return np.bool_(came == taken and came != 0)


class FullyConvolutional(nn.Module):
    def __init__(self, channels, classes, device):
        super().__init__()
        self.body = Build()(channels, classes, device=device)[:-2]
        self.score = nn.Conv2d(channels[-1], classes, kernel_size=1, device=device)

    def forward(self, x):
        warnings.warn(f"images of {tuple(x.shape[2:])}", stacklevel=1)
        return self.score(self.body(x)).mean(dim=(2, 3))


def any_resolution(channels, classes, *, device=None):
    return FullyConvolutional(channels, classes, torch.device(device or torch.get_default_device()))


build = Build()
