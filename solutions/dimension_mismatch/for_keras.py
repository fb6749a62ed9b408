"""What happens if the sizes do not match: build the network, call it, and look.

With an `Input` in front Keras knows every size at construction, and compares them there. Without one
it waits for data as PyTorch does, except that a network whose first call fails never recovers.
"""

import keras
import numpy as np
from keras import layers as kl

Layers = list[tuple[int | None, int]]


def _network(layers: Layers) -> keras.Sequential:
    """The network; raises ValueError if an `Input` brings a contradiction to light."""
    net = keras.Sequential()
    for index, (taken, units) in enumerate(layers):
        dense = kl.Dense(units)
        if index:
            net.add(kl.ReLU())
        if taken is not None:
            if index == 0:
                net.add(keras.Input((taken,)))  # from now on, `add` builds what it adds
            else:
                dense.build((None, taken))  # this layer alone
        net.add(dense)
    return net


def _stop(net: keras.Sequential, in_features: int) -> tuple[int, int, int] | None:
    """Send a batch from layer to layer until one refuses it: (index, size that came, size taken)."""
    x = np.zeros((1, in_features), "float32")
    index = 0
    for layer in net.layers:
        came = x.shape[-1]
        try:
            x = layer(x)
        except ValueError:
            return index, came, layer.kernel.shape[0]
        index += isinstance(layer, kl.Dense)
    return None


def first_mismatch(layers: Layers, in_features: int) -> int | None:
    """Index of the layer that stops the first call, or None if it goes through."""
    stop = _stop(_network(layers), in_features)
    return None if stop is None else stop[0]


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    """The size that came to that layer and the size that it takes, or None."""
    stop = _stop(_network(layers), in_features)
    return None if stop is None else stop[1:]


def _goes_through(net: keras.Sequential, rows: int, width: int) -> bool:
    """Call the network as a whole, as anyone does."""
    try:
        net(np.zeros((rows, width), "float32"))
    except ValueError:
        return False
    return True


def after_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    """Each kernel's shape after batches of these widths; None where it is not built."""
    net = _network(layers)
    for width in widths:
        _goes_through(net, 1, width)  # what is built on the way stays, even if it fails further on
    dense = [layer for layer in net.layers if isinstance(layer, kl.Dense)]
    return [tuple(layer.kernel.shape) if layer.built else None for layer in dense]


def raised_by_construction(layers: Layers) -> bool:
    """Whether Keras raises as soon as the network is put together."""
    try:
        _network(layers)
    except ValueError:
        return True
    return False


def refusals(layers: Layers, batches: list[tuple[int, int]]) -> list[int | str | None]:
    """Who refuses each batch: a layer's index, "network", or None if it goes through."""
    net = _network(layers)
    tried = None  # the shape of a first call that failed: the network holds on to it
    answers: list[int | str | None] = []
    for shape in map(tuple, batches):
        if _goes_through(net, *shape):
            answers.append(None)
        elif net.built or tried in (None, shape):
            answers.append(_stop(net, shape[1])[0])
        else:
            answers.append("network")  # "has already been configured to use input shape …"
        if not net.built:
            tried = tried or shape
    return answers


def repair(net: keras.Sequential, in_features: int) -> keras.Sequential:
    """A network that accepts the width, made of the given one's layers as far as they fit.

    It is always a new one: the given network may have been configured for good by a call that failed.
    A layer may stand in both. One that is not built may not: the new network would build it for both.
    """
    repaired = keras.Sequential()
    came = in_features
    for layer in net.layers:  # `Input` is none of them
        if isinstance(layer, kl.Dense):
            repaired.add(layer if _fits(layer, came) else _replacement(layer))
            came = layer.units
        else:
            repaired.add(layer)
    return repaired


def _fits(layer: kl.Dense, came: int) -> bool:
    return layer.built and layer.kernel.shape[0] == came


def _replacement(layer: kl.Dense) -> kl.Dense:
    """The same layer, still to be built."""
    return kl.Dense(
        layer.units,
        activation=layer.activation,
        use_bias=layer.use_bias,
        dtype=layer.dtype_policy,
    )
