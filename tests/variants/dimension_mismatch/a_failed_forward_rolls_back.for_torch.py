"""A forward is like a transaction: I copy the network before it, and go back if it fails."""

import copy

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def network(layers):
    parts = []
    for n_in, n_out in layers:
        parts.append(nn.LazyLinear(n_out) if n_in is None else nn.Linear(n_in, n_out))
        parts.append(nn.ReLU())
    return nn.Sequential(*parts[:-1])


def first_mismatch(layers, in_features):
    x = torch.ones(2, in_features)
    for i, part in enumerate(network(layers)):
        try:
            x = part(x)
        except RuntimeError:
            return i // 2


def sizes_at_mismatch(layers, in_features):
    k = first_mismatch(layers, in_features)
    if k is None:
        return None
    return (layers[k - 1][1] if k > 0 else in_features, layers[k][0])


def after_forwards(layers, widths):
    net = network(layers)
    for width in widths:
        backup = copy.deepcopy(net)
        try:
            net(torch.ones(2, width))
        except RuntimeError as error:
            print("failed, so back to the state before:", error)
            net = backup
    return [None if is_lazy(m.weight) else tuple(m.weight.shape) for m in net[::2]]


def repair(net, in_features):
    result = []
    for module in net:
        if not hasattr(module, "out_features"):
            result.append(nn.ReLU())
            continue
        if is_lazy(module.weight) or module.weight.shape[1] != in_features:
            like = {"dtype": module.weight.dtype, "device": module.weight.device}
            bias = module.bias is not None
            module = nn.LazyLinear(module.out_features, bias=bias, **like)
        result.append(module)
        in_features = module.out_features
    return nn.Sequential(*result)
