"""Weights come into being when the first data arrive at a layer, also in a plain nn.Linear."""

from torch import nn
from torch.nn.parameter import is_lazy


def visits(layers, in_features, known):
    """Go from layer to layer as far as the batch gets: (index, came, taken)."""
    for k, (taken, out) in enumerate(layers):
        taken = known.get(k, taken) or in_features
        yield k, in_features, taken
        if in_features != taken:
            return
        in_features = out


def first_mismatch(layers, in_features):
    for k, came, taken in visits(layers, in_features, {}):
        if came != taken:
            return k
    return None


def sizes_at_mismatch(layers, in_features):
    *_, (_, came, taken) = visits(layers, in_features, {})
    return (came, taken) if came != taken else None


def after_forwards(layers, widths):
    created = {}
    for width in widths:
        for k, _, taken in visits(layers, width, created):
            created[k] = taken
    print("created:", created)
    return [(out, created[k]) if k in created else None for k, (_, out) in enumerate(layers)]


def repair(net, in_features):
    def fitting(layer, width):
        if not is_lazy(layer.weight) and layer.in_features == width:
            return layer
        return nn.LazyLinear(
            layer.out_features,
            bias=layer.bias is not None,
            device=layer.weight.device,
            dtype=layer.weight.dtype,
        )

    linears = [module for module in net if isinstance(module, nn.Linear)]
    widths = [in_features] + [layer.out_features for layer in linears]
    fixed = nn.Sequential()
    for layer, width in zip(linears, widths):
        if len(fixed) > 0:
            fixed.append(nn.ReLU())
        fixed.append(fitting(layer, width))
    return fixed
