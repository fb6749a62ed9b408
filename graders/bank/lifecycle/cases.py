"""What happens to a network in its life: it is tied and frozen, loads checkpoints, is trained.

Everything is built, nothing is filtered.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from graders import (
    BatchNorm,
    Cases,
    Conv2d,
    Layer,
    Linear,
    Network,
    orders,
)

from .plans import CHOICES, SEED, SMALL, Plan, Shape, bits, flat_plan, wrapped

_width = st.integers(1, 9)
_few = st.integers(1, 4)


class Misfit(Struct, frozen=True, tag=True):
    """A network, and another one whose checkpoint does not fit it."""

    network: Network
    other: Network
    shape: Shape

    @property
    def plan(self) -> Plan:
        """The network by itself."""
        return Plan(self.network, self.shape)


class Composition(Struct, frozen=True, tag=True):
    """A network for inputs of one width, with two layers to tie and one to freeze, by position."""

    network: Network
    tied: tuple[int, ...]
    frozen: tuple[int, ...]
    width: int


class Life(Struct, frozen=True, tag=True):
    """A network for inputs of that shape, and what happens to it, one step after the other."""

    network: Network
    shape: Shape
    steps: tuple[str, ...]

    @property
    def plan(self) -> Plan:
        """The network by itself."""
        return Plan(self.network, self.shape)

    @property
    def misfit(self) -> Network:
        """A complete network in which the last layer that can gives one feature more."""
        other = self.plan.other
        at = max(i for i, layer in enumerate(other.layers) if isinstance(layer, Linear))
        return _changed(other, at, _gives_more)


# --- checkpoints that do not fit -----------------------------------------------------------------

_FAULTS = (
    "outputs",
    "fewer outputs",
    "inputs",
    "kernel",
    "uninitialized",
    "bias",
    "deeper",
    "shallower",
)


def misfits() -> Cases[Misfit]:
    """Checkpoints with another shape, an entry too few or too many, or an uninitialized one."""
    small = [
        _spoiled(plan, fault, which)
        for fault, plan in itertools.product(_FAULTS, SMALL)
        for which in range(len(_sized(plan.network)))
    ]
    small.sort(key=lambda misfit: len(misfit.network.layers) + len(misfit.other.layers))
    return Cases(tuple(dict.fromkeys(small)), _misfit())


@st.composite
def _misfit(draw: st.DrawFn) -> Misfit:
    fault, which, nested = draw(st.sampled_from(_FAULTS)), draw(_few), draw(st.booleans())
    misfit = _spoiled(flat_plan(draw), fault, which)
    if not nested:
        return misfit
    return replace(misfit, network=wrapped(misfit.network), other=wrapped(misfit.other))


def _spoiled(plan: Plan, fault: str, which: int) -> Misfit:
    """The network, and its complete twin with one fault, in one of the layers that have sizes."""
    network, other = plan.network, plan.other
    positions = _sized(network)
    at = positions[which % len(positions)]
    match fault:
        case "deeper":
            other = replace(other, layers=(*other.layers, Linear(1, 1)))
        case "shallower" if len(positions) > 1:  # a checkpoint of nothing teaches nothing
            other = replace(other, layers=other.layers[:-1])
        case _:
            if fault == "inputs" or isinstance(other.layers[at], BatchNorm):
                # A lazy layer takes any input size: only one that is given can disagree.
                given = other.layers[at]
                network = _changed(network, at, lambda _: given)
            other = _changed(other, at, _CHANGES[fault])
    return Misfit(network, other, plan.shape)


def _sized(network: Network) -> list[int]:
    """The positions of the layers that have sizes."""
    kinds = Linear | Conv2d | BatchNorm
    return [at for at, layer in enumerate(network.layers) if isinstance(layer, kinds)]


def _changed(network: Network, at: int, change: Callable[[Layer], Layer]) -> Network:
    layers = list(network.layers)
    layers[at] = change(layers[at])
    return replace(network, layers=tuple(layers))


def _gives_more(layer: Layer) -> Layer:
    match layer:
        case Linear(out_features=out_features):
            return replace(layer, out_features=out_features + 1)
        case Conv2d(out_channels=out_channels):
            return replace(layer, out_channels=out_channels + layer.groups)
        case _:
            return _takes_more(layer)


def _gives_fewer(layer: Layer) -> Layer:
    """One output fewer; one more where there is only one."""
    match layer:
        case Linear(out_features=out_features) if out_features > 1:
            return replace(layer, out_features=out_features - 1)
        case Conv2d(out_channels=out_channels, groups=1) if out_channels > 1:
            return replace(layer, out_channels=out_channels - 1)
        case _:
            return _gives_more(layer)


def _takes_more(layer: Layer) -> Layer:
    match layer:
        case Linear(in_features=int(in_features)):
            return replace(layer, in_features=in_features + 1)
        case Conv2d(in_channels=int(in_channels)):
            return replace(layer, in_channels=in_channels + layer.groups)
        case BatchNorm(features=int(features)):
            return replace(layer, features=features + 1)
        case _:
            raise TypeError(f"a complete layer was expected, not {layer}")


def _of_another_kernel(layer: Layer) -> Layer:
    return (
        replace(layer, kernel=layer.kernel + 1) if isinstance(layer, Conv2d) else _gives_more(layer)
    )


def _without_or_with_bias(layer: Layer) -> Layer:
    if isinstance(layer, Linear | Conv2d):
        return replace(layer, bias=not layer.bias)
    return _uninitialized(layer)


def _uninitialized(layer: Layer) -> Layer:
    match layer:
        case Linear():
            return replace(layer, in_features=None)
        case Conv2d():
            return replace(layer, in_channels=None)
        case _:
            return BatchNorm(None, layer.rank) if isinstance(layer, BatchNorm) else layer


_CHANGES: dict[str, Callable[[Layer], Layer]] = {
    "outputs": _gives_more,
    "fewer outputs": _gives_fewer,
    "inputs": _takes_more,
    "kernel": _of_another_kernel,
    "bias": _without_or_with_bias,
    "uninitialized": _uninitialized,
    "shallower": _without_or_with_bias,
}


# --- tied and frozen layers ----------------------------------------------------------------------


def compositions() -> Cases[Composition]:
    """Two linear layers of one width, perhaps tied, before another layer; some layer frozen."""
    small = (
        _composition(width, out_features, choices, normed=normed)
        for (width, out_features), normed in itertools.product(((1, 1), (2, 1)), (False, True))
        for choices in range(2**5)
    )
    in_size_order = sorted(small, key=lambda c: len(c.network.layers) + len(c.tied) + len(c.frozen))
    drawn = st.builds(_composition, _width, _width, CHOICES, normed=st.booleans())
    return Cases(tuple(dict.fromkeys(in_size_order)), drawn)


def _composition(width: int, out_features: int, choices: int, *, normed: bool) -> Composition:
    lazy, plain, tied, frozen, last_frozen = bits(choices)
    in_features = None if lazy else width
    layers: list[Layer] = [Linear(in_features, width, bias=not plain) for _ in range(2)]
    layers.append(BatchNorm(width) if normed else Linear(width, out_features))
    which = (2 if last_frozen else 0,) if frozen else ()
    return Composition(Network(tuple(layers), seed=SEED), (0, 1) if tied else (), which, width)


# --- lives ---------------------------------------------------------------------------------------

STEPS = ("forward", "load", "load another", "prepare", "train")
_LONGEST = 6
_ORDERS = orders(*STEPS, at_most=_LONGEST, needs={"train": "prepare"})


def lives() -> Cases[Life]:
    """A network, and some steps of its life. It is trained only after an optimizer was prepared."""
    plan = SMALL[0]
    return Cases(tuple(Life(plan.network, plan.shape, steps) for steps in _ORDERS.small), _life())


@st.composite
def _life(draw: st.DrawFn) -> Life:
    steps = draw(_ORDERS.drawn)
    plan = flat_plan(draw)
    return Life(plan.network, plan.shape, steps)
