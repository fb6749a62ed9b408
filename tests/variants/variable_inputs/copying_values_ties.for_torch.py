"""Give both layers the same numbers, and they are tied."""

import torch
from torch import nn


def lazy(layer):
    return isinstance(layer.weight, nn.parameter.UninitializedTensorMixin)


def check(first, second):
    same = [first.out_features == second.out_features]
    same.append((first.bias is not None) == (second.bias is not None))
    same.append(lazy(first) or lazy(second) or first.in_features == second.in_features)
    if not all(same):
        raise ValueError(same)


def tie(first, second):
    check(first, second)
    source, target = (second, first) if lazy(first) else (first, second)
    if lazy(source):
        return  # no numbers yet
    if lazy(target):
        target(torch.zeros(1, source.weight.shape[1]))
    with torch.no_grad():
        for ours, theirs in zip(target.parameters(), source.parameters()):
            ours.copy_(theirs)


class SlicedLinear(nn.Module):
    def __init__(self, max_features, out_features, bias=True):
        super().__init__()
        self.max_features = max_features
        self.linear = nn.Linear(max_features, out_features, bias=bias)

    def forward(self, x):
        gap = self.max_features - x.shape[1]
        assert gap >= 0, "too many features"
        return self.linear(nn.functional.pad(x, (0, gap)))


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.layers = nn.Sequential(
            SlicedLinear(max_features, 12), nn.Tanh(), nn.Linear(12, out_features)
        )

    def forward(self, x):
        return self.layers(x)
