"""Batch normalization has nothing to learn."""
# The rest: right/a_real_network_is_run

from math import prod


def infer(layers, input_shape):
    return _walk(layers, input_shape)[0]


def _walk(layers, shape):
    found = []
    for index, layer in enumerate(layers):
        try:
            parameters, given = _step(layer, shape)
        except ValueError:
            error = ShapeError(f"layers[{index}] does not take {shape}")
            error.layer = index
            raise error from None
        found.append(parameters)
        shape = given
    return found, shape


def _step(layer, shape):
    match layer:
        case ("linear", out):
            return {"weight": (out, shape[-1]), "bias": (out,)}, (*shape[:-1], out)
        case ("conv2d", out, kernel, stride, padding):
            channels, height, width = shape  # a ValueError if it is a row
            height = _places(height, kernel, stride, padding)
            width = _places(width, kernel, stride, padding)
            weight = (out, channels, kernel, kernel)
            return {"weight": weight, "bias": (out,)}, (out, height, width)
        case ("maxpool2d", kernel):
            channels, height, width = shape
            height = _places(height, kernel, kernel, 0)
            width = _places(width, kernel, kernel, 0)
            return {}, (channels, height, width)
        case ("batchnorm",):
            return {}, shape
        case ("flatten",):
            return {}, (prod(shape),)
        case ("relu",):
            return {}, shape


def _places(side, kernel, stride, padding):
    free = side + 2 * padding - kernel
    if free < 0:
        raise ValueError
    return free // stride + 1
