"""Repairs as little as possible: maybe nothing at all, and a replaced layer keeps its bias."""

import itertools

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def _network(layers):
    pairs = ((nn.Linear(i, o) if i else nn.LazyLinear(o), nn.ReLU()) for i, o in layers)
    return nn.Sequential(*itertools.chain.from_iterable(pairs))


def _halt(net, width):
    """Position of the module that refuses; slowly, by running ever longer beginnings of the net."""
    for end in range(1, len(net) + 1):
        try:
            net[:end](torch.ones(width))
        except Exception:
            return end - 1
    return None


def first_mismatch(layers, in_features):
    net = _network(layers)
    halt = _halt(net, in_features)
    return None if halt is None else sum(hasattr(module, "weight") for module in net[:halt])


def sizes_at_mismatch(layers, in_features):
    index = first_mismatch(layers, in_features)
    if index is None:
        return None
    outputs = [in_features, *(out_features for _, out_features in layers)]
    return [outputs[index], layers[index][0]]


def after_forwards(layers, widths):
    net = _network(layers)
    halts = [_halt(net, width) for width in widths]
    assert len(halts) == len(widths)
    return [None if is_lazy(m.weight) else (*m.weight.shape,) for m in net if hasattr(m, "weight")]


def repair(net, in_features):
    modules = list(net)
    outputs = [m.out_features for m in modules[::2]]
    for position, came in zip(range(0, len(net), 2), [in_features, *outputs], strict=False):
        old = modules[position]
        if is_lazy(old.weight) or old.weight.shape[1] != came:
            new = modules[position] = nn.Linear(came, old.out_features, bias=False)
            new.to(old.weight.device, old.weight.dtype)
            nn.init.xavier_uniform_(new.weight)
            if old.bias is not None:
                zeros = new.weight.new_zeros(old.out_features)
                new.bias = nn.Parameter(zeros) if is_lazy(old.bias) else old.bias
    unchanged = all(new is old for new, old in zip(modules, net, strict=True))
    return net if unchanged else nn.Sequential(*modules)
