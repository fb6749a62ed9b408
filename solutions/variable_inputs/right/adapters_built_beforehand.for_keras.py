"""Adapters that are all built at construction before a common trunk; pads with zeros; a Sequential."""

import keras
from keras import ops


def tied(units, times):
    dense = keras.layers.Dense(units, kernel_initializer="orthogonal")
    dense.build((None, units))
    return _Uses(dense, times)


class _Uses(keras.Model):
    def __init__(self, dense, times):
        super().__init__()
        self.dense, self.times = dense, times

    def call(self, x):
        print("calling", self.times, "times")
        x = self.dense(x)
        for _ in range(1, self.times):
            x = self.dense(keras.activations.relu(x))
        return x


class SlicedDense(keras.Model):
    def __init__(self, max_features, units, use_bias=True):
        super().__init__()
        self.most = max_features
        self.dense = keras.layers.Dense(units, use_bias=use_bias)
        self.dense.build((None, max_features))

    def call(self, x):
        return self.dense(ops.pad(x, [(0, 0), (0, self.most - x.shape[1])]))


class AnyWidth(keras.Model):
    def __init__(self, max_features, units):
        super().__init__()
        self.adapters = [keras.layers.Dense(4, "tanh") for _ in range(max_features)]
        for width, adapter in enumerate(self.adapters, start=1):
            adapter.build((None, width))
        self.trunk = keras.layers.Dense(units)

    def call(self, x):
        return self.trunk(self.adapters[x.shape[-1] - 1](x))
