"""Initializers may come first; the call that follows builds with their values."""

from collections.abc import Callable, Iterator

import keras
import tensorflow as tf
from keras import layers as kl

Init = Callable[[kl.Layer], None]


def build_now(net: keras.Sequential, in_features: int) -> None:
    if not net.built:
        net.build((None, in_features))


def apply_init(net: keras.Sequential, inputs: tf.Tensor, init: Init | None = None) -> None:
    if init is not None:
        for layer in _innermost(net):
            init(layer)
    net(inputs)


def _innermost(net: keras.Sequential) -> Iterator[kl.Layer]:
    for layer in net.layers:
        if isinstance(layer, keras.Sequential):
            yield from _innermost(layer)
        else:
            yield layer


def constant(value: float) -> Init:
    def fill(layer: kl.Layer) -> None:
        if isinstance(layer, kl.Dense) and layer.built:
            layer.kernel.assign(keras.ops.full(layer.kernel.shape, value))
            if layer.use_bias:
                layer.bias.assign(keras.ops.zeros(layer.bias.shape))

    return fill
