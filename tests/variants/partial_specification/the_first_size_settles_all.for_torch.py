"""If the first layer has its input size, the framework can go through and allocate the rest."""

from torch import nn


def build(layers, *, device=None):
    parts = []
    for n_in, n_out in layers:
        parts.append(nn.ReLU())
        if n_in is None:
            parts.append(nn.LazyLinear(n_out, device=device))
        else:
            parts.append(nn.Linear(n_in, n_out, device=device))
    return nn.Sequential(*parts[1:])


def initialized(layers):
    if layers[0][0] is not None:
        return [True for _ in layers]
    return [n_in is not None for n_in, _ in layers]


def known_parameters(layers):
    first = layers[0][0]
    total, previous = 0, first
    for (n_in, n_out), ready in zip(layers, initialized(layers), strict=True):
        if ready:
            total += n_out * (previous if n_in is None else n_in) + n_out
        previous = n_out
    return total


def specify(layers, in_features):
    return [
        (in_features if k == 0 else layers[k - 1][1], layers[k][1]) for k in range(len(layers))
    ]
