"""Reference answers: build the network, run it, look."""

import copy

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def _build(layers):
    net = nn.Sequential()
    for index, (in_features, out_features) in enumerate(layers):
        if index:
            net.append(nn.ReLU())
        lazy = in_features is None
        net.append(nn.LazyLinear(out_features) if lazy else nn.Linear(in_features, out_features))
    return net


def _run(net, in_features):
    """Index of the linear layer that stops the forward, and the width that came to it."""
    x = torch.zeros(1, in_features)
    for position, module in enumerate(net):
        try:
            x = module(x)
        except RuntimeError:
            return position // 2, x.shape[-1]
    return None


def first_mismatch(layers, in_features):
    stopped = _run(_build(layers), in_features)
    return None if stopped is None else stopped[0]


def sizes_at_mismatch(layers, in_features):
    stopped = _run(_build(layers), in_features)
    if stopped is None:
        return None
    index, came = stopped
    return came, layers[index][0]


def after_forwards(layers, widths):
    net = _build(layers)
    for width in widths:
        _run(net, width)
    return [None if is_lazy(m.weight) else tuple(m.weight.shape) for m in net[::2]]


def repair(net, in_features):
    repaired = copy.deepcopy(net)
    return repaired
