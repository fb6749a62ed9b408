"""A weight with two axes is a kernel, and one with a single axis is a bias."""

from collections.abc import Callable, Iterator

import keras
import tensorflow as tf
from keras import layers as kl

Init = Callable[[kl.Layer], None]


def build_now(net: keras.Sequential, in_features: int) -> None:
    if not net.built:
        net.build((None, in_features))


def apply_init(net: keras.Sequential, inputs: tf.Tensor, init: Init | None = None) -> None:
    net(inputs)
    if init is not None:
        for layer in _innermost(net):
            if layer.weights:
                init(layer)


def _innermost(net: keras.Sequential) -> Iterator[kl.Layer]:
    for layer in net.layers:
        if isinstance(layer, keras.Sequential):
            yield from _innermost(layer)
        else:
            yield layer


def constant(value: float) -> Init:
    def fill(layer: kl.Layer) -> None:
        for weight in layer.weights:
            filling = value if len(weight.shape) > 1 else 0.0
            weight.assign(keras.ops.full(weight.shape, filling))

    return fill
