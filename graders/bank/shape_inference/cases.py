"""Layers to follow a shape through: each fits what the one before it gives, or one does not.

Layers are written as the exercise writes them, `("conv2d", out, kernel, stride, padding)`. They are
drawn forward with the shape in hand, so nothing is filtered. What PyTorch makes of them is for
PyTorch to say.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

from hypothesis import strategies as st
from msgspec import Struct

from graders import (
    Batch,
    BatchNorm,
    Cases,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
    batch,
)

Written = tuple[str | int, ...]
Shape = tuple[int, ...]

_RELU, _FLATTEN, _NORM = ("relu",), ("flatten",), ("batchnorm",)
_IMAGE = 3


class Stack(Struct, frozen=True, tag=True):
    """Layers one upon the other, and the shape of one input, `(features,)` or an image's."""

    layers: tuple[Written, ...]
    input_shape: Shape

    @property
    def network(self) -> Network:
        """The same with lazy layers. A flatten makes rows of images, and nothing else does."""
        rank = 2 if len(self.input_shape) == _IMAGE else 1
        made: list[Layer] = []
        for layer in self.layers:
            rank = 1 if layer == _FLATTEN else rank
            made.append(_described(layer, rank))
        return Network(tuple(made))

    @property
    def batch(self) -> Batch:
        """Two inputs: batch normalization cannot train on one."""
        return batch(2, *self.input_shape)


def _described(layer: Written, rank: int) -> Layer:
    match layer:
        case ("linear", int(out)):
            return Linear(None, out)
        case ("conv2d", int(out), int(kernel), int(stride), int(padding)):
            return Conv2d(None, out, kernel, stride, padding)
        case ("maxpool2d", int(kernel)):
            return MaxPool2d(kernel)
        case ("batchnorm",):
            return BatchNorm(None, rank)
        case ("flatten",):
            return Flatten()
        case _:
            return ReLU()


def _given(layer: Written, shape: Shape) -> Shape | None:
    """The shape that a layer gives, None if it stops."""
    match layer:
        case ("linear", int(out)):
            return (*shape[:-1], out)
        case ("flatten",):
            return (math.prod(shape),)
        case ("relu",) | ("batchnorm",):
            return shape
    out, kernel, stride, padding = _window(layer, shape[0])
    free = [side + 2 * padding - kernel for side in shape[1:]]
    if len(shape) < _IMAGE or min(free) < 0:
        return None
    return (out, *(room // stride + 1 for room in free))


def _window(layer: Written, channels: int) -> tuple[int, ...]:
    """Output channels, kernel, stride and padding of a convolution or of a pooling."""
    numbers = [number for number in layer if isinstance(number, int)]
    return tuple(numbers) if len(numbers) > 1 else (channels, numbers[0], numbers[0], 0)


# --- drawn ---------------------------------------------------------------------------------------
# A number stands for a layer or a shape, the smaller the simpler: one draw costs as much as a layer.

_NUMBERS = 180
_IMAGES = st.integers(0, 3 * 12 * 12 - 1)
_ROWS = st.integers(1, 99)
_DEPTH = st.integers(1, 5)
_BEFORE = st.integers(0, 3)
_AFTER = st.integers(0, 2)
_MISFIT = st.integers(0, 2 * _NUMBERS - 1)


def _image(number: int) -> Shape:
    rest, channels = divmod(number, 3)
    height, width = divmod(rest, 12)
    return (channels + 1, height + 1, width + 1)


def _fitting(kind: str, number: int, shape: Shape) -> Written:
    """A layer of that kind which takes the shape."""
    if kind == "linear":
        return (kind, number % 12 + 1)
    if kind == "maxpool2d":
        return (kind, min(number % 4 + 1, *shape[1:]))
    if kind == "conv2d":
        rest, out = divmod(number, 4)
        rest, padding = divmod(rest, 3)
        kernel, stride = divmod(rest, 3)
        return (kind, out + 1, min(kernel + 1, min(shape[1:]) + 2 * padding), stride + 1, padding)
    return (kind,)


def _unfitting(number: int, shape: Shape) -> Written:
    """A pooling or a convolution which does not take the shape: rows, or too small an image."""
    convolves, rest = divmod(number, _NUMBERS)
    rest, more = divmod(rest, 3)
    rest, padding = divmod(rest, 3)
    stride, out = divmod(rest, 4)
    smallest = min(shape[1:], default=0)
    if not convolves:
        return ("maxpool2d", smallest + 1 + more)
    return ("conv2d", out + 1, smallest + 2 * padding + 1 + more, stride % 3 + 1, padding)


class _Kinds:
    """The kinds of layers that are drawn, the simpler first; some only where there is an image."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self._kinds = tuple(kinds)
        self._flat = tuple(k for k in self._kinds if k not in ("conv2d", "maxpool2d"))
        self._for_images = st.integers(0, len(self._kinds) * _NUMBERS - 1)
        self._for_rows = st.integers(0, len(self._flat) * _NUMBERS - 1)

    def layer(self, draw: st.DrawFn, shape: Shape) -> Written:
        """A layer that takes the shape."""
        is_image = len(shape) == _IMAGE
        which, number = divmod(draw(self._for_images if is_image else self._for_rows), _NUMBERS)
        return _fitting((self._kinds if is_image else self._flat)[which], number, shape)


@st.composite
def _stack(draw: st.DrawFn, kinds: _Kinds, ranks: st.SearchStrategy[int]) -> Stack:
    input_shape = shape = _input(draw, ranks)
    layers = []
    for _ in range(draw(_DEPTH)):
        layer = kinds.layer(draw, shape)
        layers.append(layer)
        shape = _given(layer, shape) or shape
    return Stack(tuple(layers), input_shape)


@st.composite
def _stopped(draw: st.DrawFn, kinds: _Kinds, ranks: st.SearchStrategy[int]) -> Stack:
    input_shape = shape = _input(draw, ranks)
    layers = []
    for _ in range(draw(_BEFORE)):
        layer = kinds.layer(draw, shape)
        layers.append(layer)
        shape = _given(layer, shape) or shape
    layers.append(_unfitting(draw(_MISFIT), shape))
    layers += [kinds.layer(draw, shape) for _ in range(draw(_AFTER))]
    return Stack(tuple(layers), input_shape)


def _input(draw: st.DrawFn, ranks: st.SearchStrategy[int]) -> Shape:
    return _image(draw(_IMAGES)) if draw(ranks) == _IMAGE else (draw(_ROWS),)


_ANY_RANK = st.sampled_from((1, _IMAGE))
_ROW = st.just(1)
_ONLY_IMAGES = st.just(_IMAGE)
_PLAIN = _Kinds(("relu", "linear"))
_ANY = ("relu", "conv2d", "maxpool2d", "batchnorm", "linear", "conv2d", "maxpool2d", "flatten")


# --- small ---------------------------------------------------------------------------------------

_SMALL_IMAGES = ((1, 1, 1), (1, 1, 2), (1, 2, 1), (2, 1, 1), (1, 2, 3), (1, 3, 3), (2, 3, 4))
_SMALL_ROWS = ((1,), (2,), (3,))
_LINEAR = (("linear", 1), ("linear", 2))
_POOLS = (("maxpool2d", 1), ("maxpool2d", 2), ("maxpool2d", 3))
_CONVOLUTIONS = (
    ("conv2d", 1, 1, 1, 0),
    ("conv2d", 2, 1, 1, 0),
    ("conv2d", 1, 2, 1, 0),
    ("conv2d", 1, 1, 2, 0),
    ("conv2d", 1, 1, 1, 1),
    ("conv2d", 1, 3, 1, 1),
    ("conv2d", 2, 3, 2, 1),
)


def _in_size_order(
    parts: Iterable[Iterable[tuple[Written, ...]]], shapes: Iterable[Shape], *, stops: bool = False
) -> tuple[Stack, ...]:
    """Stacks that have something of each part, on each shape; those that stop, or the others."""
    found = dict.fromkeys(
        Stack(tuple(itertools.chain(*chosen)), shape)
        for chosen in itertools.product(*parts)
        for shape in shapes
    )
    return tuple(sorted((s for s in found if s.layers and _stops(s) is stops), key=_size))


def _stops(stack: Stack) -> bool:
    shape: Shape | None = stack.input_shape
    for layer in stack.layers:
        shape = None if shape is None else _given(layer, shape)
    return shape is None


def _size(stack: Stack) -> tuple[int, int]:
    numbers = itertools.chain(stack.input_shape, *stack.layers)
    return len(stack.layers), sum(number for number in numbers if isinstance(number, int))


def _or_nothing(*layers: Written) -> list[tuple[Written, ...]]:
    return [(), *((layer,) for layer in layers)]


# --- what checks are given -----------------------------------------------------------------------


def rows() -> Cases[Stack]:
    """Rows through linear layers and ReLUs."""
    parts = [_or_nothing(*_LINEAR, _RELU)] * 3
    return Cases(_in_size_order(parts, _SMALL_ROWS), _stack(_PLAIN, _ROW))


def images_through_linear_layers() -> Cases[Stack]:
    """Images through linear layers and ReLUs, flattened somewhere or not."""
    parts = [_or_nothing(_RELU, _FLATTEN, *_LINEAR), _or_nothing(*_LINEAR)]
    kinds = _Kinds(("relu", "linear", "linear", "flatten"))
    return Cases(_in_size_order(parts, _SMALL_IMAGES), _stack(kinds, _ONLY_IMAGES))


def convolutions() -> Cases[Stack]:
    """Images through convolutions and ReLUs."""
    parts = [_or_nothing(*_CONVOLUTIONS, _RELU), _or_nothing(*_CONVOLUTIONS[:2])]
    kinds = _Kinds(("relu", "conv2d", "conv2d"))
    return Cases(_in_size_order(parts, _SMALL_IMAGES), _stack(kinds, _ONLY_IMAGES))


def image_networks() -> Cases[Stack]:
    """Images through convolutions and poolings, with linear layers that tell the size they had."""
    windows = [(layer,) for layer in (*_POOLS, *_CONVOLUTIONS)]
    telling = [(_LINEAR[0],), (_FLATTEN, _LINEAR[0])]
    kinds = _Kinds(("linear", "conv2d", "maxpool2d", "conv2d"))
    drawn = _stack(kinds, _ONLY_IMAGES).map(_told)
    return Cases(_in_size_order([windows, telling], _SMALL_IMAGES), drawn)


def _told(stack: Stack) -> Stack:
    return Stack((*stack.layers, _FLATTEN, _LINEAR[0]), stack.input_shape)


def normalized() -> Cases[Stack]:
    """Rows and images through batch normalization, and what stands around it."""
    before = _or_nothing(_RELU, _FLATTEN, _LINEAR[1], *_CONVOLUTIONS[:2])
    small = _in_size_order([before, [(_NORM,)]], (*_SMALL_ROWS, *_SMALL_IMAGES))
    kinds = _Kinds(("batchnorm", "linear", "relu", "batchnorm", "flatten"))
    return Cases(small, _stack(kinds, _ANY_RANK))


def passable() -> Cases[Stack]:
    """Layers of every kind that rows or images go through."""
    anything = (_RELU, _NORM, _FLATTEN, *_LINEAR, *_POOLS, *_CONVOLUTIONS)
    small = _in_size_order([_or_nothing(*anything)], (*_SMALL_ROWS, *_SMALL_IMAGES))
    return Cases(small, _stack(_Kinds(_ANY), _ANY_RANK))


def impassable() -> Cases[Stack]:
    """Layers of which one stops, because it needs an image or a larger one."""
    windows = [(_POOLS[0],), (_POOLS[1],), (_CONVOLUTIONS[0],), (_CONVOLUTIONS[2],)]
    before = [(_RELU,), (_FLATTEN,), (_LINEAR[0],), (_POOLS[1],), *_or_nothing(*_CONVOLUTIONS[3:6])]
    shapes = (*_SMALL_ROWS[:1], *_SMALL_IMAGES[:2], (1, 3, 3))
    behind = _in_size_order([before, windows], shapes, stops=True)
    followed = _in_size_order([windows, [(_RELU,)]], shapes[:2], stops=True)
    small = tuple(sorted({*behind, *followed}, key=lambda stack: (_size(stack), repr(stack))))
    return Cases(small, _stopped(_Kinds(_ANY), _ANY_RANK))
