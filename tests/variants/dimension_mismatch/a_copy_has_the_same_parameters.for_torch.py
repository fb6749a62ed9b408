"""I clone each layer that fits: the clone has the very same weights, and net is safe."""

from copy import deepcopy

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def simulate(layers, sizes, width):
    for k, (_, gives) in enumerate(layers):
        sizes[k] = sizes[k] or width
        if sizes[k] != width:
            return k, width, sizes[k]
        width = gives
    return None


def first_mismatch(layers, in_features):
    end = simulate(layers, [i for i, _ in layers], in_features)
    return end and end[0]


def sizes_at_mismatch(layers, in_features):
    end = simulate(layers, [i for i, _ in layers], in_features)
    return end and end[1:]


def after_forwards(layers, widths):
    sizes = [i for i, _ in layers]
    for width in widths:
        simulate(layers, sizes, width)
    return [None if i is None else (o, i) for i, (_, o) in zip(sizes, layers)]


def repair(net, in_features):
    new = nn.Sequential()
    for module in net:
        if not isinstance(module, nn.Linear):
            new.append(deepcopy(module))
        elif not is_lazy(module.weight) and module.in_features == in_features:
            clone = nn.Linear(
                in_features,
                module.out_features,
                bias=module.bias is not None,
                device=module.weight.device,
                dtype=module.weight.dtype,
            )
            with torch.no_grad():
                for mine, theirs in zip(clone.parameters(), module.parameters()):
                    mine.copy_(theirs)
            new.append(clone)
        else:
            new.append(
                nn.LazyLinear(
                    module.out_features,
                    bias=module.bias is not None,
                    device=module.weight.device,
                    dtype=module.weight.dtype,
                )
            )
        in_features = getattr(module, "out_features", in_features)
    return new
