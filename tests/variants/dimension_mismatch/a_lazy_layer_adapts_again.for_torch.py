"""A LazyLinear looks at every batch and makes itself as wide as that."""

from torch import nn
from torch.nn.parameter import is_lazy


class Mismatch(Exception):
    pass


class FixedLayer:
    def __init__(self, size, units):
        self.size, self.units = size, units

    def forward(self, width):
        if width != self.size:
            raise Mismatch((width, self.size))
        return self.units

    def shape(self):
        return None if self.size is None else (self.units, self.size)


class LazyLayer(FixedLayer):
    def forward(self, width):
        self.size = width
        return super().forward(width)


def make(layers):
    return [FixedLayer(i, o) if i is not None else LazyLayer(i, o) for i, o in layers]


def first_mismatch(layers, in_features):
    index, width = 0, in_features
    try:
        for index, layer in enumerate(make(layers)):
            width = layer.forward(width)
    except Mismatch:
        return index
    return None


def sizes_at_mismatch(layers, in_features):
    width = in_features
    try:
        for layer in make(layers):
            width = layer.forward(width)
    except Mismatch as mismatch:
        return mismatch.args[0]
    return None


def after_forwards(layers, widths):
    net = make(layers)
    for width in widths:
        try:
            for layer in net:
                width = layer.forward(width)
        except Mismatch:
            pass
    return [layer.shape() for layer in net]


def repair(net, in_features):
    came = [in_features] + [m.out_features for m in net if isinstance(m, nn.Linear)]
    new = []
    for m in net:
        if isinstance(m, nn.Linear):
            width = came.pop(0)
            if is_lazy(m.weight) or m.in_features != width:
                m = nn.Linear(
                    width, m.out_features, m.bias is not None, m.weight.device, m.weight.dtype
                )
        new.append(m)
    return nn.Sequential(*new)
