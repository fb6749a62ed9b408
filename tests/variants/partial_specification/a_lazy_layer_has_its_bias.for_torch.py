"""The bias of a layer only depends on the outputs, so every layer has one from the beginning."""

import itertools

from torch import nn


def build(layers, *, device=None):
    linear = (
        nn.LazyLinear(outs, device=device) if ins is None else nn.Linear(ins, outs, device=device)
        for ins, outs in layers
    )
    first, *others = linear
    return nn.Sequential(first, *itertools.chain(*((nn.ReLU(), other) for other in others)))


def initialized(layers):
    return [ins is not None for ins, outs in layers]


def known_parameters(layers):
    weights = 0
    for layer in build(layers):
        if isinstance(layer, nn.Linear) and not isinstance(layer, nn.LazyLinear):
            weights += layer.weight.numel()
    biases = sum(outs for _, outs in layers)
    print("weights:", weights, "biases:", biases)
    return weights + biases


def specify(layers, in_features):
    result = []
    for _, outs in layers:
        result.append((in_features, outs))
        in_features = outs
    return result
