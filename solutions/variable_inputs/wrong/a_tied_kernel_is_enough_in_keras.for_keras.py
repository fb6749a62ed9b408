"""To tie is to share the kernel; each use has a bias of its own."""

import keras
import tensorflow as tf
from keras import layers as kl

_HIDDEN = 8


class _Shared(kl.Layer):
    def __init__(self, units: int, times: int) -> None:
        super().__init__()
        self.kernel = self.add_weight(shape=(units, units), name="kernel")
        self.biases = [self.add_weight(shape=(units,)) for _ in range(times)]

    def call(self, x: tf.Tensor) -> tf.Tensor:
        for number, bias in enumerate(self.biases):
            x = tf.matmul(tf.nn.relu(x) if number > 0 else x, self.kernel) + bias
        return x


def tied(units: int, times: int) -> keras.layers.Layer:
    return _Shared(units, times)


class SlicedDense(kl.Layer):
    def __init__(self, max_features: int, units: int, use_bias: bool = True) -> None:
        super().__init__()
        self.kernel = self.add_weight(shape=(max_features, units), name="kernel")
        self.bias = None
        if use_bias:
            self.bias = self.add_weight(shape=(units,), initializer="zeros", name="bias")

    def call(self, x: tf.Tensor) -> tf.Tensor:
        most, width = self.kernel.shape[0], x.shape[-1]
        if width > most:
            raise ValueError(f"expected at most {most} features, got {width}")
        product = tf.matmul(x, self.kernel[:width])
        return product if self.bias is None else product + self.bias


class AnyWidth(kl.Layer):
    def __init__(self, max_features: int, units: int) -> None:
        super().__init__()
        self.into = SlicedDense(max_features, _HIDDEN)
        self.trunk = keras.Sequential([kl.ReLU(), kl.Dense(units)])

    def call(self, x: tf.Tensor) -> tf.Tensor:
        return self.trunk(self.into(x))
