"""Runs on the meta device, which has shapes but no numbers; repairs with lazy layers."""

import torch
from torch import nn
from torch.nn.parameter import UninitializedParameter


def _build(layers):
    modules = []
    with torch.device("meta"):
        for taken, given in layers:
            layer = nn.LazyLinear(given) if taken is None else nn.Linear(taken, given)
            modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


def _climb(net, x, depth=0):
    """The depth of the linear layer that stops, and the width that came, by recursion."""
    if depth == len(net):
        return None
    try:
        y = net[depth](x)
    except RuntimeError:
        return depth // 2, x.shape[-1]
    return _climb(net, y, depth + 1)


def _stop(net, width):
    return _climb(net, torch.empty(7, width, device="meta"))


def first_mismatch(layers, in_features):
    stop = _stop(_build(layers), in_features)
    return stop and stop[0]


def sizes_at_mismatch(layers, in_features):
    stop = _stop(_build(layers), in_features)
    return stop and (stop[1], layers[stop[0]][0])


def after_forwards(layers, widths):
    net = _build(layers)
    for width in widths:
        _stop(net, width)
    weights = [module.weight for module in net if isinstance(module, nn.Linear)]
    return [None if type(w) is UninitializedParameter else list(w.shape) for w in weights]


def repair(net, in_features):
    """Lazy layers stay lazy, and so is each layer that stands in for one that does not fit."""

    def renewed(layer):
        weight = layer.weight
        return nn.LazyLinear(
            layer.out_features, layer.bias is not None, device=weight.device, dtype=weight.dtype
        )

    came, modules = in_features, []
    for module in net:
        if hasattr(module, "out_features"):
            keep = type(module) is nn.Linear and module.in_features == came
            came = module.out_features
            module = module if keep else renewed(module)
        modules.append(module)
    return nn.Sequential(*modules)
