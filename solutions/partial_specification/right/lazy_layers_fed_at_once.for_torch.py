"""Every layer begins lazy; those whose input size is given are fed a row of zeros at once."""

import torch
from torch import nn


def build(layers, *, device=None):
    net = nn.Sequential()
    for in_features, out_features in layers:
        if len(net):
            net.append(nn.ReLU())
        layer = nn.LazyLinear(out_features, device=device)
        if in_features is not None:
            layer(torch.zeros(1, in_features, device=device))
        net.append(layer)
    return net


def initialized(layers):
    return [type(layer) is nn.Linear for layer in build(layers)[::2]]


def known_parameters(layers):
    # The state dict lists what waits too; a weight that waits says so by its size.
    state = build(layers).state_dict(keep_vars=True)
    return sum(
        value.numel()
        for value in state.values()
        if not isinstance(value, nn.parameter.UninitializedParameter)
    )


def specify(layers, in_features):
    net = build(layers)
    net(torch.ones(2, in_features))
    return [tuple(reversed(layer.weight.shape)) for layer in net[::2]]
