"""What varying widths can share: a layer that is used twice, a kernel that is used in part.

Keras forbids to assign one layer's kernel to another. The layer object itself is what one shares:
wherever it stands, it brings its variables along.
"""

import keras
import tensorflow as tf
from keras import layers as kl

_HIDDEN = 8


def tied(units: int, times: int) -> keras.layers.Layer:
    """A network that sends its input through one Dense layer so many times.

    The layer takes what it gives. If it were left to find out, another width would have it built by
    the first use, and the second use would fail.
    """
    dense = kl.Dense(units)
    x = inputs = keras.Input((units,))
    for number in range(times):
        x = dense(kl.ReLU()(x) if number > 0 else x)
    return keras.Model(inputs, x)


class SlicedDense(kl.Layer):
    """A Dense layer that takes every width from 1 to max_features."""

    def __init__(self, max_features: int, units: int, use_bias: bool = True) -> None:
        """Have one kernel for all widths, made here: `build` would be told the first width only."""
        super().__init__()
        self.kernel = self.add_weight(shape=(max_features, units), name="kernel")
        self.bias = None
        if use_bias:
            self.bias = self.add_weight(shape=(units,), initializer="zeros", name="bias")

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Answer (batch, units) for (batch, width)."""
        most, width = self.kernel.shape[0], x.shape[-1]
        # A slice that is too long is silently cut, so the refusal has to be spoken.
        if width > most:
            raise ValueError(f"expected at most {most} features, got {width}")
        product = tf.matmul(x, self.kernel[:width])
        return product if self.bias is None else product + self.bias


class AnyWidth(kl.Layer):
    """A network that takes inputs of every width from 1 to max_features.

    The sliced layer brings every width to one size; what follows need not know about widths, and is
    built by the first call for all of them.
    """

    def __init__(self, max_features: int, units: int) -> None:
        """Have something that all widths share."""
        super().__init__()
        self.into = SlicedDense(max_features, _HIDDEN)
        self.trunk = keras.Sequential([kl.ReLU(), kl.Dense(units)])

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Answer (batch, units) for (batch, width)."""
        return self.trunk(self.into(x))
