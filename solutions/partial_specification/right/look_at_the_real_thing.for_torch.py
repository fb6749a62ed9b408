"""Builds the network and looks; the sizes are found by a dry run on the meta device."""

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def build(layers, *, device=None):
    modules = []
    for in_features, out_features in layers:
        lazy = in_features is None
        linear = nn.LazyLinear(out_features) if lazy else nn.Linear(in_features, out_features)
        modules += [linear, nn.ReLU()]
    # Moving the network to no device at all leaves it where it is.
    return nn.Sequential(*modules[:-1]).to(device)


def initialized(layers):
    return [not is_lazy(m.weight) for m in build(layers) if isinstance(m, nn.Linear)]


def known_parameters(layers):
    return sum(p.numel() for p in build(layers).parameters() if not is_lazy(p))


def specify(layers, in_features):
    with torch.device("meta"), torch.no_grad():
        net = build(layers)
        net(torch.empty(1, in_features))
    return [(m.in_features, m.out_features) for m in net if isinstance(m, nn.Linear)]
