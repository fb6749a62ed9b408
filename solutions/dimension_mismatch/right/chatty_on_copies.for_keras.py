"""Prints, warns, reads what Keras says, and repairs a functional network that it hides in another."""

import contextlib
import re
import warnings

import keras
import numpy as np


def _dense(taken, units, index):
    dense = keras.layers.Dense(units, name=f"number_{index}")
    if taken is not None and index:
        dense.build([None, taken])
    return dense


def _made(layers):
    warnings.warn("Do not pass an input_shape to a layer", stacklevel=1)
    parts = [] if layers[0][0] is None else [keras.Input(shape=(layers[0][0],))]
    for index, (taken, units) in enumerate(layers):
        parts += [_dense(taken, units, index), keras.layers.Activation("relu")]
    return keras.Sequential(parts[:-1])


def _said(net, rows, width):
    try:
        net(np.ones((rows, width), np.float32))
    except ValueError as error:
        print("it says:", error)
        return str(error)
    return None


def _read(said):
    if said is None:
        return None
    layer = re.search(r"layer 'number_(\d+)'", said)
    return "network" if layer is None else np.int64(layer[1])


def first_mismatch(layers, in_features):
    return _read(_said(_made(layers), 2, in_features))


def sizes_at_mismatch(layers, in_features):
    said = _said(_made(layers), 3, in_features)
    if said is None:
        return None
    found = re.search(r"to have value (\d+), .*? shape \(\d+, (\d+)\)", said)
    return int(found[2]), int(found[1])


def after_forwards(layers, widths):
    net = _made(layers)
    for width in widths:
        _said(net, 2, width)
    return [d.kernel.shape if d.built else None for d in net.layers if hasattr(d, "units")]


def raised_by_construction(layers):
    with contextlib.suppress(ValueError):
        return _made(layers) is None
    return True


def refusals(layers, batches):
    net = _made(layers)
    return [_read(_said(net, *shape)) for shape in batches]


def repair(net, in_features):
    dtype = net.layers[0].variable_dtype
    x = inputs = keras.Input((in_features,), dtype=dtype)
    for layer in net.layers:
        if isinstance(layer, keras.layers.Dense):
            fits = layer.built and layer.input_spec.axes[-1] == x.shape[-1]
            if not fits:
                layer = keras.layers.Dense(
                    layer.units, layer.activation, layer.use_bias, dtype=dtype
                )
        x = layer(x)
    return keras.Sequential([keras.Model(inputs, x)])
