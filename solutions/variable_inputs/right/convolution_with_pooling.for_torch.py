"""Initializes lazy layers in order to tie them; `AnyWidth` is a function that makes a net."""

import torch
import torch.nn.functional as F
from torch import nn


def _shapes(layer):
    lazy = isinstance(layer, nn.LazyLinear) and layer.has_uninitialized_params()
    return layer.out_features, None if lazy else layer.in_features, layer.bias is not None


def tie(first, second):
    (outs, width, bias), (other_outs, other_width, other_bias) = _shapes(first), _shapes(second)
    known = {w for w in (width, other_width) if w is not None}
    if outs != other_outs or bias != other_bias or len(known) > 1:
        raise ValueError("the layers differ")
    for layer, own in ((first, width), (second, other_width)):
        if known and own is None:
            layer(torch.zeros(1, *known))
    # Now both are lazy, or none is.
    source, target = (second, first) if width is None and known else (first, second)
    target.weight, target.bias = source.weight, source.bias


class SlicedLinear(nn.Linear):
    def __init__(self, max_features: int, out_features: int, bias: bool = True):
        super().__init__(max_features, out_features, bias)

    def forward(self, x):
        return F.linear(x, self.weight[..., : x.shape[-1]], self.bias)


class _AsChannel(nn.Module):
    def forward(self, x):
        return x[:, None, :]


def AnyWidth(max_features, out_features):
    return nn.Sequential(
        _AsChannel(),
        nn.Sequential(nn.Conv1d(1, 12, kernel_size=3, padding=1), nn.ReLU(inplace=True)),
        nn.AdaptiveMaxPool1d(1),
        nn.Flatten(),
        nn.LazyLinear(out_features),
    )
