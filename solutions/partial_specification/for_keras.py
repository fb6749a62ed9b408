"""Which layers have their weights before any data: those that are given a size, or all of them.

Keras has two ways to give a size, and they do not mean the same. An `Input` in front tells the
network, which then builds every layer as it is added. `build` tells one layer, and nobody else.
"""

import keras
from keras import layers as kl

Layers = list[tuple[int | None, int]]


def build(layers: Layers) -> keras.Sequential:
    """The network; nothing is built that Keras need not build."""
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


def _dense(layers: Layers) -> list[kl.Dense]:
    return [layer for layer in build(layers).layers if isinstance(layer, kl.Dense)]


def initialized(layers: Layers) -> list[bool]:
    """For each layer: whether it is built right after construction."""
    return [dense.built for dense in _dense(layers)]


def known_parameters(layers: Layers) -> int:
    """How many scalars construction alone has allocated.

    A layer that is not built has no bias either, though its size is known; `count_params` raises there.
    """
    return sum(dense.count_params() for dense in _dense(layers) if dense.built)


def specify(layers: Layers, in_features: int) -> list[tuple[int, int]]:
    """The same network with nothing left to infer.

    What comes to a layer is what the layer before it gives, and that is always written down.
    """
    gives = [units for _, units in layers]
    return list(zip([in_features, *gives], gives, strict=False))
