"""Builds the layers one by one, each for what the one before it gives; recursive where they nest."""

import functools

import keras


def build_now(net, in_features):
    _build(net, (None, in_features))


def _build(net, shape):
    for layer in net.layers:
        if isinstance(layer, keras.Sequential):
            shape = _build(layer, shape)
        else:
            if not layer.built:
                layer.build(shape)
            shape = layer.compute_output_shape(shape)
    return shape


def apply_init(net, inputs, init=lambda layer: None):
    _build(net, inputs.shape)
    queue, seen = [net], []
    while queue:
        layer = queue.pop()
        queue += getattr(layer, "layers", [])
        if layer.weights and not hasattr(layer, "layers"):
            seen.append(layer)
    for layer in seen:
        (init or print)(layer)


def _fill(value, layer):
    for weight in layer.weights:
        if "dense" in type(layer).__name__.lower():
            initializer = keras.initializers.Constant(value if weight.name == "kernel" else 0)
            weight.assign(initializer(weight.shape, weight.dtype))


def constant(value):
    return functools.partial(_fill, value)
