"""A table with two functions a kind of layer, folded over the layers; lists instead of tuples."""

from functools import reduce
from math import prod


class ShapeError(ValueError):
    def __init__(self, layer):
        self.layer = layer
        super().__init__("layer %d" % layer)


def _window(shape, kernel, stride, padding=0):
    _, height, width = shape  # a row has no such thing: ValueError
    sides = [(side + 2 * padding - kernel + stride) // stride for side in (height, width)]
    if 0 in sides or height + 2 * padding < kernel or width + 2 * padding < kernel:
        raise ValueError
    return sides


_GIVES = {
    "linear": lambda s, out: s[:-1] + [out],
    "conv2d": lambda s, out, *how: [out] + _window(s, *how),
    "maxpool2d": lambda s, kernel: s[:1] + _window(s, kernel, kernel),
    "flatten": lambda s: [prod(s)],
}
_HAS = {
    "linear": lambda s, out: dict(bias=[out], weight=[out, s[-1]]),
    "conv2d": lambda s, out, k, *_: dict(bias=[out], weight=[out, s[0], k, k]),
    "batchnorm": lambda s: dict.fromkeys(("weight", "bias"), [s[0]]),
}


def _step(state, numbered):
    shape, found = state
    index, (kind, *numbers) = numbered
    try:
        given = _GIVES.get(kind, lambda s: s)(shape, *numbers)
    except ValueError:
        raise ShapeError(index)
    return given, found + [_HAS.get(kind, lambda *_: {})(shape, *numbers)]


def _fold(layers, input_shape):
    return reduce(_step, enumerate(layers), (list(input_shape), []))


infer = lambda layers, input_shape: _fold(layers, input_shape)[1]
output_shape = lambda layers, input_shape: _fold(layers, input_shape)[0]
