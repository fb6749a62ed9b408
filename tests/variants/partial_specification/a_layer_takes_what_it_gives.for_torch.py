"""I fill a gap with the number of neurons that the layer has; only the first one sees the data."""

import torch.nn as nn


def make_layer(n_in, n_out, device):
    if n_in:
        return nn.Linear(n_in, n_out, device=device)
    return nn.LazyLinear(n_out, device=device)


def build(layers, *, device=None):
    modules = []
    for n_in, n_out in layers:
        modules += [make_layer(n_in, n_out, device), nn.ReLU()]
    modules.pop()
    return nn.Sequential(*modules)


def initialized(layers):
    return tuple(bool(n_in) for n_in, _ in layers)


def known_parameters(layers):
    return sum((n_in + 1) * n_out for n_in, n_out in layers if n_in)


def specify(layers, in_features):
    sizes = []
    for n_in, n_out in layers:
        if n_in is not None:
            sizes.append([n_in, n_out])
        elif not sizes:
            sizes.append([in_features, n_out])
        else:
            sizes.append([n_out, n_out])
    return sizes
