"""Nothing but the sliced layer itself, its weight 0 at first: linear is enough."""

import torch
from torch import nn


def tie(first, second):
    untouched = [layer for layer in (first, second) if nn.parameter.is_lazy(layer.weight)]
    if first.out_features != second.out_features:
        raise ValueError(f"{first.out_features} is not {second.out_features}")
    if not untouched and first.in_features != second.in_features:
        raise ValueError(f"{first.in_features} is not {second.in_features}")
    if len(first.state_dict()) != len(second.state_dict()):
        raise ValueError("bias")
    given, taking = (second, first) if untouched[:1] == [first] else (first, second)
    for name, parameter in dict(given.named_parameters()).items():
        setattr(taking, name, parameter)


class SlicedLinear(nn.Module):
    def __init__(self, max_features, out_features, bias=True):
        super().__init__()
        self.matrix = nn.Parameter(torch.zeros(out_features, max_features))
        self.offset = nn.Parameter(torch.zeros(out_features)) if bias else 0

    def forward(self, x):
        return x @ self.matrix.narrow(1, 0, x.shape[-1]).mT + self.offset


class AnyWidth(SlicedLinear):
    def __init__(self, max_features, out_features):
        super().__init__(max_features, out_features, False)
