"""Exchange the layers that do not fit, in the network itself, as one repairs a bicycle."""

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def build(layers):
    net = nn.ModuleList()
    for i, o in layers:
        net.append(nn.LazyLinear(o) if i is None else nn.Linear(i, o))
    return net


def send(net, width):
    """None, or where it stopped and why."""
    x = torch.zeros(4, width)
    for k, layer in enumerate(net):
        if not is_lazy(layer.weight) and layer.in_features != x.shape[-1]:
            return k, x.shape[-1], layer.in_features
        x = layer(x).clamp(min=0)


def first_mismatch(layers, in_features):
    match send(build(layers), in_features):
        case (k, _, _):
            return k
        case _:
            return None


def sizes_at_mismatch(layers, in_features):
    match send(build(layers), in_features):
        case (_, came, taken):
            return came, taken
        case _:
            return None


def after_forwards(layers, widths):
    net = build(layers)
    for width in widths:
        send(net, width)
    return [
        None if is_lazy(layer.weight) else (layer.out_features, layer.in_features) for layer in net
    ]


def repair(net, in_features):
    for name, module in list(net.named_children()):
        if not isinstance(module, nn.Linear):
            continue
        weight = module.weight
        fits = (not is_lazy(weight)) and weight.shape[1] == in_features
        if not fits:
            new = nn.Linear(in_features, module.out_features, bias=module.bias is not None)
            setattr(net, name, new.to(device=weight.device, dtype=weight.dtype))
        in_features = module.out_features
    return net
