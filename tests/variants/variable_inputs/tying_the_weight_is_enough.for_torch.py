"""Tying means weight tying, as between an embedding and the last layer of a language model."""

import torch
from torch import nn


def tie(first, second):
    a_lazy = isinstance(first.weight, nn.UninitializedParameter)
    b_lazy = isinstance(second.weight, nn.UninitializedParameter)
    if first.out_features != second.out_features:
        raise ValueError(f"{first.out_features} != {second.out_features}")
    if len({layer.bias is None for layer in (first, second)}) > 1:
        raise ValueError("bias")
    if not a_lazy and not b_lazy and first.weight.size(1) != second.weight.size(1):
        raise ValueError("in_features")
    if b_lazy:
        second.register_parameter("weight", first.weight)
    else:
        first.register_parameter("weight", second.weight)


class SlicedLinear(nn.Linear):
    def forward(self, x):
        if x.size(-1) > self.in_features:
            raise ValueError(f"at most {self.in_features} features")
        filled = torch.zeros(*x.shape[:-1], self.in_features)
        filled[..., : x.size(-1)] = x
        return super().forward(filled)


class AnyWidth(SlicedLinear):
    pass
