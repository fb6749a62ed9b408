"""Nests each layer with its ReLU, prints and warns, and answers in numpy's numbers."""

import warnings

import numpy as np
from torch import nn


def build(layers, *, device=None):
    print("building", layers, "on", device)
    net = nn.Sequential()
    for index, (in_features, out_features) in enumerate(layers):
        block = nn.Sequential()
        if in_features is None:
            warnings.warn(f"layer {index} waits", UserWarning)
            block.add_module("waiting", nn.LazyLinear(out_features, device=device))
        else:
            block.add_module("ready", nn.Linear(in_features, out_features, device=device))
        if index < len(layers) - 1:
            block.add_module("rectifier", nn.ReLU())
        net.add_module(f"block_{index}", block)
    return net


def initialized(layers):
    return [np.bool_(in_features is not None) for in_features, _ in layers]


def known_parameters(layers):
    given = np.array([(i, o) for i, o in layers if i is not None], dtype=int).reshape(-1, 2)
    print("given:", given.tolist())
    return (given[:, 0] * given[:, 1] + given[:, 1]).sum()


def specify(layers, in_features):
    out = np.array([o for _, o in layers])
    came = np.concatenate([[in_features], out[:-1]])
    return list(zip(came, out, strict=True))
