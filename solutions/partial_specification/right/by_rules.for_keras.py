"""Knows the rules instead of asking; builds functions into Dense layers and nests them, and prints."""

import keras
import numpy as np


def build(layers):
    stages = []
    for index, (taken, units) in enumerate(layers):
        last = index == len(layers) - 1
        dense = keras.layers.Dense(units, activation=None if last else "relu")
        if taken and index:
            dense.build((7, taken))
        parts = [keras.layers.InputLayer(shape=(taken,))] if taken and not index else []
        stages.append(keras.Sequential([*parts, dense]))
    net = keras.Sequential(stages)
    net.summary()
    return net


def initialized(layers):
    if layers[0][0] is not None:
        return (True,) * len(layers)
    return tuple(taken is not None for taken, _ in layers)


def known_parameters(layers):
    whole = specify(layers, layers[0][0] or -1)
    pairs = zip(initialized(layers), layers, whole, strict=True)
    return np.int64(
        sum(((taken or came) + 1) * units for built, (taken, units), (came, _) in pairs if built)
    )


def specify(layers, in_features):
    found = []
    for _, units in layers:
        found.append([in_features, units])
        in_features = units
    return found
