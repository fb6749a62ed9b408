"""As with dropout, what is missing has to be compensated, or the outputs get too small."""

import torch
from torch import nn


def tie(first, second):
    if first.out_features != second.out_features:
        raise ValueError
    if (first.bias is None) is not (second.bias is None):
        raise ValueError
    if isinstance(first, nn.LazyLinear) and first.has_uninitialized_params():
        first.weight, first.bias = second.weight, second.bias
        return
    second_lazy = isinstance(second, nn.LazyLinear) and second.has_uninitialized_params()
    if not second_lazy and second.in_features != first.in_features:
        raise ValueError
    second.weight, second.bias = first.weight, first.bias


class SlicedLinear(nn.Module):
    def __init__(self, max_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(out_features, max_features))
        nn.init.xavier_uniform_(self.weight)
        self.register_parameter("bias", nn.Parameter(torch.ones(out_features)) if bias else None)

    def forward(self, x):
        total, here = self.weight.shape[1], x.shape[1]
        if here > total:
            raise ValueError(f"{here} features, but only {total} columns")
        keep = here / total
        y = torch.mm(x, self.weight.narrow(1, 0, here).t()) / keep
        if self.bias is not None:
            y = y + self.bias
        return y


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.per_feature = nn.Parameter(torch.randn(max_features, out_features))
        self.offset = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.per_feature[: x.shape[1]] + self.offset
