"""From a layer that is built on, all that follow are known and built."""

import keras
from keras import layers as kl

Layers = list[tuple[int | None, int]]


def build(layers: Layers) -> keras.Sequential:
    net = keras.Sequential()
    for index, (in_features, units) in enumerate(layers):
        dense = kl.Dense(units)
        if index > 0:
            net.add(kl.ReLU())
        if in_features is not None and index == 0:
            net.add(keras.Input((in_features,)))
        elif in_features is not None:
            dense.build((None, in_features))
        net.add(dense)
    return net


def initialized(layers: Layers) -> list[bool]:
    known = [index for index, (in_features, _) in enumerate(layers) if in_features is not None]
    first = min(known, default=len(layers))
    return [index >= first for index in range(len(layers))]


def known_parameters(layers: Layers) -> int:
    count = 0
    came = layers[0][0]
    for (in_features, units), built in zip(layers, initialized(layers), strict=True):
        if built:
            count += ((in_features or came) + 1) * units
        came = units
    return count


def specify(layers: Layers, in_features: int) -> list[tuple[int, int]]:
    gives = [units for _, units in layers]
    return list(zip([in_features, *gives], gives, strict=False))
