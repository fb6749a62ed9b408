"""Sends no data: builds by a shape; writes activations into its layers, nests them, and prints."""

import math

import keras


def build(widths):
    *hidden, last = widths
    blocks = [keras.Sequential([keras.layers.Dense(units, "relu")]) for units in hidden]
    return keras.Sequential([*blocks, keras.layers.Dense(last, activation=None)])


def _all(layer):
    return (
        [inner for one in layer.layers for inner in _all(one)]
        if hasattr(layer, "layers")
        else [layer]
    )


def parameter_shapes(net):
    net.summary(expand_nested=True)
    able = [layer for layer in _all(net) if hasattr(layer, "units")]
    shapes = {}
    for index, layer in enumerate(able):
        names = ("kernel", "bias")[: 1 + layer.use_bias]
        known = [list(weight.shape) for weight in layer.weights] or [None, None]
        shapes.update((f"{index}.{name}", shape) for name, shape in zip(names, known))
    return dict(reversed(shapes.items()))


def dry_run(net, in_features):
    if not net.built:
        net.build((None, in_features))


def count_parameters(net):
    sizes = parameter_shapes(net).values()
    return None if None in sizes else sum(map(math.prod, sizes))
