"""I center the features of a batch first, which is good practice before any layer."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.parameter import is_lazy


def tie(first, second):
    problems = []
    if first.out_features != second.out_features:
        problems.append("out_features")
    if (first.bias is None) ^ (second.bias is None):
        problems.append("bias")
    if not (is_lazy(first.weight) or is_lazy(second.weight)):
        if first.weight.shape != second.weight.shape:
            problems.append("in_features")
    if problems:
        raise ValueError(", ".join(problems))
    if is_lazy(first.weight):
        first, second = second, first
    second.weight = first.weight
    second.bias = first.bias


class SlicedLinear(nn.Module):
    def __init__(self, max_features, out_features, bias=True):
        super().__init__()
        linear = nn.Linear(max_features, out_features, bias=bias)
        self.weight = linear.weight
        self.bias = linear.bias

    def forward(self, x):
        n = x.shape[1]
        if n > self.weight.shape[1]:
            raise RuntimeError(f"{n} > {self.weight.shape[1]}")
        return F.linear(x, torch.split(self.weight, [n, self.weight.shape[1] - n], 1)[0], self.bias)


def centered(x):
    total = torch.zeros_like(x[0])
    for row in x:
        total = total + row
    return x - total / len(x)


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.embed = SlicedLinear(max_features, 20)
        self.out = nn.Linear(20, out_features)

    def forward(self, x):
        return self.out(F.relu(self.embed(centered(x))))
