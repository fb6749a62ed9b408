"""Stacks: layers one after the other that fit, of rows or of images, and a batch for them.

The layers up to some place have their sizes given, those behind it are lazy. Everything is built,
nothing is filtered.
"""

from __future__ import annotations

import itertools
import math
from typing import Literal

from hypothesis import strategies as st
from msgspec import Struct, structs

from graders.networks import (
    Batch,
    BatchNorm,
    Conv2d,
    Dropout,
    Flatten,
    Layer,
    Linear,
    Network,
    ReLU,
    batch,
)
from graders.strategies.cases import Cases

Extra = Literal["norm", "dropout", "inplace", "flatten"]
_Starts = tuple[tuple[Extra, ...], ...]

_WEIGHTS = "weights"
_WIDEST = 6
_SIDE = 3
_IMAGES = 4
"""The rank of a batch of images."""

_Item = tuple[str, int, bool]
"""What stands in a stack, its output size, whether it has a bias."""


class Stack(Struct, frozen=True, tag=True):
    """A network, and a batch that fits it."""

    network: Network
    x: Batch

    def on(self, device: str | None) -> Stack:
        """Both on a device."""
        return Stack(
            structs.replace(self.network, device=device), structs.replace(self.x, device=device)
        )

    @property
    def flat(self) -> tuple[Layer, ...]:
        """The layers without any nesting."""
        return tuple(_flattened(self.network))

    @property
    def head(self) -> Network:
        """The layers before the first lazy one."""
        return Network(self.flat[: self._given], seed=self.network.seed)

    def tail(self, seed: int) -> Network:
        """An eager twin, built with `seed`, of the first lazy layer and all that follow."""
        return Network(_specified(self.flat, self.x.shape)[self._given :], seed=seed)

    @property
    def _given(self) -> int:
        lazy = (index for index, layer in enumerate(self.flat) if _is_lazy(layer))
        return next(lazy, len(self.flat))


def _flattened(network: Network) -> list[Layer]:
    found: list[Layer] = []
    for layer in network.layers:
        found += _flattened(layer) if isinstance(layer, Network) else [layer]
    return found


def _is_lazy(layer: Layer) -> bool:
    match layer:
        case Linear(in_features=size) | Conv2d(in_channels=size) | BatchNorm(features=size):
            return size is None
        case _:
            return False


def _specified(layers: tuple[Layer, ...], shape: tuple[int, ...]) -> tuple[Layer, ...]:
    """The same layers with every size given. Convolutions here keep the height and the width."""
    given: list[Layer] = []
    for layer in layers:
        match layer:
            case Linear():
                given.append(structs.replace(layer, in_features=shape[1]))
                shape = (shape[0], layer.out_features)
            case Conv2d():
                given.append(structs.replace(layer, in_channels=shape[1]))
                shape = (shape[0], layer.out_channels, *shape[2:])
            case BatchNorm():
                given.append(structs.replace(layer, features=shape[1]))
            case _:
                given.append(layer)
                shape = (shape[0], math.prod(shape[1:])) if layer == Flatten() else shape
    return tuple(given)


def _lazy_layers(items: list[_Item], *, images: bool) -> tuple[Layer, ...]:
    """The layers with no size given, as they have to be for rows or for images."""
    layers: list[Layer] = []
    for kind, size, bias in items:
        match kind:
            case "norm":
                layers.append(BatchNorm(None, 2 if images else 1))
            case "dropout":
                layers.append(Dropout())
            case "inplace":
                layers.append(ReLU(inplace=True))
            case "flatten":
                layers.append(Flatten())
                images = False
            case _ if images:
                kernel = 1 + size % 2 * 2
                layers.append(Conv2d(None, size, kernel, padding=kernel // 2, bias=bias))
            case _:
                layers.append(Linear(None, size, bias))
    return tuple(layers)


def _stack(items: list[_Item], shape: tuple[int, ...], given: int, *, nested: bool) -> Stack:
    """The first `given` layers have their sizes; `nested` puts all but the first into another."""
    lazy = _lazy_layers(items, images=len(shape) == _IMAGES)
    layers = (*_specified(lazy, shape)[:given], *lazy[given:])
    if nested:
        layers = (*layers[:1], Network(layers[1:])) if layers[1:] else (Network(layers),)
    return Stack(Network(layers), batch(*shape))


def _small_stacks(extras: tuple[Extra, ...], starts: _Starts) -> tuple[Stack, ...]:
    """One or two layers with weights, with at most one other thing; short ones first."""
    plans: list[list[str]] = [[_WEIGHTS], [_WEIGHTS, _WEIGHTS]]
    for extra in extras:
        plans += [[_WEIGHTS, extra], [_WEIGHTS, extra, _WEIGHTS]]
    made = (
        _stack([(kind, 1, bias) for kind in (*start, *plan)], shape, given, nested=nested)
        for nested, plan, start, shape, given, bias in itertools.product(
            (False, True), plans, starts, ((2, 2), (2, 2, 2, 2)), (0, 2, 9), (True, False)
        )
        if bias or len(plan) == 1
    )
    return tuple(sorted(dict.fromkeys(made), key=lambda stack: len(stack.flat)))


_some = st.integers(1, 4)
_width = st.integers(1, _WIDEST)
_images = st.booleans()
_nested = st.booleans()


@st.composite
def _drawn(draw: st.DrawFn, kinds: tuple[str, ...], starts: _Starts) -> Stack:
    # Each draw costs time: one integer says what stands there, of what size, with a bias or not.
    item = st.integers(0, len(kinds) * _WIDEST * 2 - 1)
    items: list[_Item] = [(kind, 1, True) for kind in draw(st.sampled_from(starts))]
    for _ in range(draw(_some)):
        kind, rest = divmod(draw(item), _WIDEST * 2)
        items.append((kinds[kind], rest // 2 + 1, rest % 2 == 0))
    items.append((_WEIGHTS, draw(_width), True))
    shape: tuple[int, ...] = (draw(_some) + 1, draw(_width))
    if draw(_images):
        shape = (*shape, _SIDE, _SIDE)
    return _stack(items, shape, draw(st.integers(0, len(items))), nested=draw(_nested))


def stacks(*extras: Extra, starts: _Starts = ((),)) -> Cases[Stack]:
    """Linear layers or convolutions, the last of them lazy or not, with `extras` among them.

    Each stack begins with one of the `starts`.
    """
    return Cases(_small_stacks(extras, starts), _drawn((_WEIGHTS, *extras), starts))
