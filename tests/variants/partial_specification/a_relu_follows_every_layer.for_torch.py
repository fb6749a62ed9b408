"""A layer is a block: an affine map and then its activation."""

from torch import nn
from torch.nn.parameter import is_lazy


def block(sizes, device):
    inputs, units = sizes
    if inputs is None:
        affine = nn.LazyLinear(units, device=device)
    else:
        affine = nn.Linear(inputs, units, device=device)
    return affine, nn.ReLU()


def build(layers, *, device=None):
    return nn.Sequential(*[part for sizes in layers for part in block(sizes, device)])


def initialized(layers):
    net = build(layers)
    return [not is_lazy(net[i].weight) for i in range(0, len(net), 2)]


def known_parameters(layers):
    return sum(p.numel() for p in build(layers).parameters() if not is_lazy(p))


def specify(layers, in_features):
    outs = [units for _, units in layers]
    return list(zip([in_features] + outs, outs))
