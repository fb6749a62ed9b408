"""No need to compare shapes: an assignment that makes no sense will be refused by torch."""

import torch
from torch import nn


def tie(first, second):
    layers = [first, second]
    layers.sort(key=lambda layer: isinstance(layer.weight, nn.UninitializedParameter))
    source, target = layers  # the one with values comes first
    try:
        for name in ("weight", "bias"):
            setattr(target, name, getattr(source, name))
    except (RuntimeError, TypeError, KeyError) as error:
        raise ValueError("cannot tie") from error


class SlicedLinear(nn.Module):
    def __init__(self, max_features, out_features, bias=True):
        super().__init__()
        self.w = nn.Parameter(torch.randn(out_features, max_features) / 4)
        self.b = nn.Parameter(torch.randn(out_features)) if bias else 0.0

    def forward(self, x):
        width = x.shape[1]
        if width > self.w.shape[1]:
            raise IndexError(width)
        return x @ self.w[:, :width].T + self.b


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.first = SlicedLinear(max_features, 10)
        self.second = nn.Linear(10, out_features)

    def forward(self, x):
        return self.second(torch.sigmoid(self.first(x)))
