"""Networks of linear, convolution and BatchNorm layers, each lazy or given, the given ones fitting.

Everything is built, nothing is filtered: a layer is drawn when the size before it is known.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from graders import (
    Batch,
    BatchNorm,
    Cases,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    Network,
    ReLU,
    batch,
)

SEED = 5
_ROWS = 8
"""Of two rows BatchNorm makes ±1 whatever they are: too few to train on."""

_WIDEST = 9
_NARROW = 4
_width = st.integers(1, _WIDEST)
_few = st.integers(1, _NARROW)
_depth = st.integers(1, 3)
CHOICES = st.integers(0, 2**5 - 1)
"""Five yes-or-no choices in one draw, which costs a fifth: see `bits`."""

Shape = tuple[int, ...]


class Plan(Struct, frozen=True, tag=True):
    """A network that may leave sizes to be inferred, and the shape of one row of its input."""

    network: Network
    shape: Shape

    @property
    def complete(self) -> Network:
        """The same with every size given."""
        return replace(self.network, layers=_completed(self.network.layers, self.shape)[0])

    @property
    def other(self) -> Network:
        """The same with every size given, and other values."""
        return replace(self.complete, seed=SEED + 1)

    def on(self, device: str | None) -> Plan:
        """The same on a device."""
        return replace(self, network=replace(self.network, device=device))

    def batch(self, seed: int = 0) -> Batch:
        """Some rows of input, where the network is."""
        return batch(_ROWS, *self.shape, seed=seed, device=self.network.device)


# --- networks ------------------------------------------------------------------------------------


def plans() -> Cases[Plan]:
    """Networks of one to three linear layers, or convolutions before one; BatchNorm in between."""
    return Cases((*SMALL, _nested(SMALL[-1]), *map(_nested, SMALL[:2])), _plan())


def _completed(layers: Iterable[Layer], shape: Shape) -> tuple[tuple[Layer, ...], Shape]:
    """The layers with every size given, and the shape of what comes out of them."""
    done: list[Layer] = []
    for layer in layers:
        match layer:
            case Linear(out_features=out_features):
                done.append(replace(layer, in_features=shape[-1]))
                shape = (out_features,)
            case Conv2d(out_channels=out_channels):
                # The convolutions here keep height and width.
                done.append(replace(layer, in_channels=shape[0]))
                shape = (out_channels, *shape[1:])
            case BatchNorm():
                done.append(replace(layer, features=shape[0]))
            case Flatten():
                done.append(layer)
                shape = (math.prod(shape),)
            case Network(layers=inner):
                inside, shape = _completed(inner, shape)
                done.append(replace(layer, layers=inside))
            case _:
                done.append(layer)
    return tuple(done), shape


def _linear_block(came: int, out_features: int, choices: int) -> list[Layer]:
    """A linear layer, lazy or given, perhaps with BatchNorm behind it. Shrinks to a lazy one."""
    given, plain, normed, norm_given, _ = bits(choices)
    # BatchNorm takes away a bias, and the scale of a single weight: neither would be trained.
    normed = normed and came > 1
    made: list[Layer] = [
        Linear(came if given else None, out_features, bias=not (plain or normed)),
    ]
    if normed:
        made.append(BatchNorm(out_features if norm_given else None))
    return made


def _convolution_block(came: int, out_channels: int, choices: int) -> list[Layer]:
    given, plain, normed, norm_given, wide = bits(choices)
    normed = normed and (wide or came > 1)
    kernel = 3 if wide else 1
    made: list[Layer] = [
        Conv2d(
            came if given else None,
            out_channels,
            kernel,
            padding=kernel // 2,
            bias=not (plain or normed),
            groups=1 if plain else math.gcd(came, out_channels),
        )
    ]
    if normed:
        made.append(BatchNorm(out_channels if norm_given else None, rank=2))
    return made


def bits(choices: int) -> list[bool]:
    """The choices one by one."""
    return [bool(choices >> place & 1) for place in range(5)]


@st.composite
def _plan(draw: st.DrawFn) -> Plan:
    nested = draw(st.booleans())
    plan = flat_plan(draw)
    return _nested(plan) if nested else plan


def flat_plan(draw: st.DrawFn) -> Plan:
    """A plan without a network inside its network."""
    layers: list[Layer] = []
    kind = draw(st.integers(0, 2))
    came = draw(_few if kind == 2 else _width)
    shape: Shape = (came,)
    if kind == 2:
        shape = (came, 2, 3)
        out_channels = draw(_few)
        layers += [*_convolution_block(came, out_channels, draw(CHOICES)), ReLU(), Flatten()]
        came = out_channels * 6
    for number in range(draw(_depth) if kind < 2 else 1):
        if number:
            layers.append(ReLU())
        out_features = draw(_width)
        layers += _linear_block(came, out_features, draw(CHOICES))
        came = out_features
    return Plan(Network(tuple(layers), seed=SEED), shape)


def _nested(plan: Plan) -> Plan:
    return replace(plan, network=wrapped(plan.network))


def wrapped(network: Network) -> Network:
    """The same with its first layers in a network of their own."""
    first, rest = network.layers[:2], network.layers[2:]
    return replace(network, layers=(Network(first), *rest))


def _small_plans() -> tuple[Plan, ...]:
    """Networks of width 1 and 2: each kind of layer by itself, then two layers."""

    def plan(shape: Shape, *layers: Layer) -> Plan:
        return Plan(Network(layers, seed=SEED), shape)

    lazy, given = Linear(None, 1), Linear(1, 1)
    single = [
        plan((1,), lazy),
        plan((1,), given),
        plan((2,), lazy),
        plan((1,), Linear(None, 2)),
        plan((2,), Linear(None, 1, bias=False)),
    ]
    double = [plan((1,), one, other) for one, other in itertools.product((lazy, given), repeat=2)]
    wider = [
        plan((2,), Linear(None, 2), Linear(2, 1)),
        plan((1,), Linear(1, 2), Linear(None, 1)),
    ]
    norms = [plan((2,), BatchNorm(features)) for features in (None, 2)]
    norms += [
        plan((2,), Linear(None, 2, bias=False), BatchNorm(features), Linear(None, 1))
        for features in (None, 2)
    ]
    images = [
        plan((channels, 2, 2), Conv2d(given, 1, kernel, padding=kernel // 2))
        for channels, kernel in ((1, 1), (2, 1), (1, 3))
        for given in (None, channels)
    ]
    images.append(plan((1, 1, 2), Conv2d(None, 1, 1), Flatten(), lazy))
    images.append(plan((2, 1, 1), Conv2d(None, 2, 1, groups=2)))
    return (*single, *double, *wider, *norms, *images)


SMALL = _small_plans()
"""The small plans, the smallest first, none of them nested."""
