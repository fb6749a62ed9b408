"""Positions attend to each other and are averaged; parameters are deleted and registered anew."""

import math

import torch
from torch import nn


class CannotTie(ValueError):
    pass


def tie(first, second):
    if first.out_features != second.out_features:
        raise CannotTie("out_features")
    if (first.bias is None) ^ (second.bias is None):
        raise CannotTie("bias")
    lazy = torch.nn.parameter.is_lazy
    if lazy(first.weight):
        first, second = second, first
    if not lazy(second.weight) and first.weight.shape != second.weight.shape:
        raise CannotTie("in_features")
    del second.weight
    if first.bias is not None:
        del second.bias
        second.bias = first.bias
    second.weight = first.weight


class SlicedLinear(nn.Module):
    def __init__(self, max_features, out_features, bias=True):
        super().__init__()
        self.register_parameter("weight", nn.Parameter(torch.rand(out_features, max_features)))
        self.register_parameter("bias", nn.Parameter(torch.rand(out_features)) if bias else None)
        self.register_buffer("columns", torch.arange(max_features))

    def forward(self, x):
        if x.shape[-1] not in self.columns + 1:
            raise IndexError(x.shape)
        chosen = self.weight.index_select(1, self.columns[: x.shape[-1]])
        return torch.einsum("...i,oi->...o", x, chosen) + (0 if self.bias is None else self.bias)


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features, size=8):
        super().__init__()
        self.token = nn.Linear(1, size)
        self.position = nn.Parameter(torch.randn(max_features, size))
        self.query, self.key, self.value = (nn.Linear(size, size, bias=False) for _ in range(3))
        self.out = nn.Linear(size, out_features)

    def forward(self, x):
        tokens = self.token(x[..., None]) + self.position[: x.shape[1]]
        scores = self.query(tokens) @ self.key(tokens).transpose(1, 2)
        mixed = torch.softmax(scores / math.sqrt(tokens.shape[-1]), dim=-1) @ self.value(tokens)
        return self.out(mixed.mean(1))
