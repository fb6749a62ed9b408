"""Initialize when you say so: Keras builds a network from a shape, and needs no data for it.

Which numbers a weight starts with was settled earlier still: a layer's initializer gets its seed
when the layer is made. So it is the same whether a shape, a batch or an `Input` has it built.
"""

from collections.abc import Callable, Iterator

import keras
import tensorflow as tf
from keras import layers as kl

Init = Callable[[kl.Layer], None]


def build_now(net: keras.Sequential, in_features: int) -> None:
    """Build every layer for data of this width, without any data.

    `None` stands for the number of rows, which remains free. A network that is built already was
    configured for another such shape, perhaps one with rows, and would refuse this one.
    """
    if not net.built:
        net.build((None, in_features))


def apply_init(net: keras.Sequential, inputs: tf.Tensor, init: Init | None = None) -> None:
    """Have the network built by these inputs, then let `init` see each layer that has weights."""
    net(inputs)
    if init is not None:
        for layer in _innermost(net):
            if layer.weights:
                init(layer)


def _innermost(net: keras.Sequential) -> Iterator[kl.Layer]:
    """The layers of a network, and those of the networks in it instead of these."""
    for layer in net.layers:
        if isinstance(layer, keras.Sequential):
            yield from _innermost(layer)
        else:
            yield layer


def constant(value: float) -> Init:
    """For `apply_init`: fill a Dense layer's kernel with the value, and its bias with 0.

    The initializers that a layer holds are not asked again once it is built: the numbers have to be
    written into the variables that are there.
    """

    def fill(layer: kl.Layer) -> None:
        if isinstance(layer, kl.Dense):
            layer.kernel.assign(keras.ops.full(layer.kernel.shape, value))
            if layer.use_bias:
                layer.bias.assign(keras.ops.zeros(layer.bias.shape))

    return fill
