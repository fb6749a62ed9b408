"""Counting needs no data: each layer but the first can be derived from its predecessor."""

import math

from torch import nn


def build(layers, *, device=None):
    net = nn.Sequential()
    for n_in, n_out in layers:
        kind, sizes = (nn.LazyLinear, (n_out,)) if n_in is None else (nn.Linear, (n_in, n_out))
        net.append(kind(*sizes, device=device))
        net.append(nn.ReLU())
    return net[:-1]


def initialized(layers):
    return [n_in is not None for n_in, _ in layers]


def known_parameters(layers):
    shapes = []
    for k, (n_in, n_out) in enumerate(layers):
        if n_in is None and k > 0:
            n_in = layers[k - 1][1]
        if n_in is None:
            continue
        shapes.append((n_out, n_in))
        shapes.append((n_out,))
    return sum(math.prod(shape) for shape in shapes)


def specify(layers, in_features):
    came = iter([in_features] + [n_out for _, n_out in layers])
    return [[next(came), n_out] for _, n_out in layers]
