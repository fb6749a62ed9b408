"""The pair says which size the layer wants, and then which one it got."""

import torch
from torch import nn
from torch.nn.parameter import UninitializedParameter


def linear(i, o, **more):
    return nn.Linear(i, o, **more) if i else nn.LazyLinear(o, **more)


def stop(linears, width):
    flow = torch.zeros(1, width)
    for k, layer in enumerate(linears):
        if not isinstance(layer.weight, UninitializedParameter):
            wants, got = layer.weight.shape[1], flow.shape[1]
            if wants != got:
                return {"index": k, "wants": wants, "got": got}
        flow = layer(flow)
    return {}


def first_mismatch(layers, in_features):
    return stop([linear(*sizes) for sizes in layers], in_features).get("index")


def sizes_at_mismatch(layers, in_features):
    found = stop([linear(*sizes) for sizes in layers], in_features)
    return [found["wants"], found["got"]] if found else None


def after_forwards(layers, widths):
    linears = [linear(*sizes) for sizes in layers]
    for width in widths:
        stop(linears, width)
    shapes = []
    for layer in linears:
        lazy = isinstance(layer.weight, UninitializedParameter)
        shapes.append(None if lazy else list(layer.weight.shape))
    return shapes


def repair(net, in_features):
    parts = list(net)
    for k in range(0, len(parts), 2):
        old = parts[k]
        came = parts[k - 2].out_features if k else in_features
        lazy = isinstance(old.weight, UninitializedParameter)
        if lazy or old.in_features != came:
            parts[k] = linear(
                came,
                old.out_features,
                bias=old.bias is not None,
                device=old.weight.device,
                dtype=old.weight.dtype,
            )
    return nn.Sequential(*parts)
