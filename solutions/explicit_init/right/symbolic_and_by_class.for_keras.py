"""Runs symbolically, has a class for the constant, and shows `init` the networks and ReLUs, too."""

import keras
import numpy as np


def build_now(net, in_features):
    print("building", net.name)
    net(keras.Input((in_features,), batch_size=None))


def apply_init(net, inputs, init=None):
    net.call(inputs) if net.built else net(inputs, training=False)
    if init:
        for layer in [net, *net._flatten_layers(include_self=False)]:
            init(layer)


class constant:
    def __init__(self, value):
        self.value = value

    def __call__(self, layer):
        if type(layer) is keras.layers.Dense:
            values = [np.full(layer.kernel.shape, self.value)]
            if layer.bias is not None:
                values.append(np.zeros(layer.units))
            layer.set_weights(values)
