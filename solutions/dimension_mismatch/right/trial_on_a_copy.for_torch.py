"""Repairs by trial: runs a deep copy, and mends what stops, until nothing does."""

import copy

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def _mlp(layers):
    net = nn.Sequential()
    for number, (taken, given) in enumerate(layers):
        layer = nn.LazyLinear(given) if taken is None else nn.Linear(taken, given)
        net.add_module(f"layer{number}", layer)
        net.add_module(f"act{number}", nn.ReLU())
    return net[:-1]


def _forward(net, width):
    first = next(net.parameters())
    x = torch.zeros(2, width, dtype=first.dtype, device=first.device)
    with torch.no_grad():
        for position, module in enumerate(net):
            try:
                x = module(x)
            except RuntimeError:
                return position, x.size(1)
    return None, None


def first_mismatch(layers, in_features):
    position, _ = _forward(_mlp(layers), in_features)
    return position if position is None else position // 2


def sizes_at_mismatch(layers, in_features):
    net = _mlp(layers)
    position, came = _forward(net, in_features)
    return None if position is None else (came, net[position].in_features)


def after_forwards(layers, widths):
    net = _mlp(layers)
    while widths:
        _forward(net, widths[0])
        widths = widths[1:]
    weights = [p for name, p in net.named_parameters() if "weight" in name]
    return [None if is_lazy(weight) else tuple(weight.shape) for weight in weights]


def repair(net, in_features):
    trial = copy.deepcopy(net)
    mended = set()
    while (stop := _forward(trial, in_features))[0] is not None:
        position, came = stop
        old = trial[position]
        trial[position] = nn.Linear(came, old.out_features, old.bias is not None).to(old.weight)
        mended.add(position)
    for position, module in enumerate(net):
        if position not in mended and not (hasattr(module, "weight") and is_lazy(module.weight)):
            trial[position] = module
    return trial
