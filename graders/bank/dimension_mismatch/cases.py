"""Networks to repair: what they have seen, and the width that they are to accept."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st
from msgspec import Struct

from graders import (
    Attempts,
    Batch,
    Cases,
    Devices,
    Layers,
    Linear,
    Network,
    attempts,
    batch,
    by_device,
    mlp,
    sizes,
)

_PLAIN: tuple[None, None] = (None, None)
_DOUBLE = ("float64", None)


class Repair(Struct, frozen=True, tag=True):
    """A network, the widths of the batches that it has seen, and the width that it is to accept."""

    layers: Layers
    seen: tuple[int, ...]
    in_features: int
    dtype: str | None = None
    device: str | None = None

    @property
    def network(self) -> Network:
        """The network as it was before it saw anything."""
        return self.layers.network(dtype=self.dtype, device=self.device)

    @property
    def twin(self) -> Network:
        """The same with no input size given: it accepts any width once."""
        lazy = tuple(Linear(None, layer.out_features, layer.bias) for layer in self.layers.linear)
        return Layers(lazy).network(dtype=self.dtype, device=self.device)

    def batch(self, width: int, rows: int = 2) -> Batch:
        """A batch of that width, of the network's dtype."""
        return batch(rows, width, dtype=self.dtype)


def repairs() -> Cases[Repair]:
    """Networks of float32 with all biases, complete, lazy in part, after a forward or before."""
    return Cases(_SMALL, _repair(st.just(_PLAIN), biases=st.just(True)))


def varied_repairs() -> Cases[Repair]:
    """The same with layers that have no bias, and networks of float64."""
    small = (*_SMALL, *_styled(_PLAIN, _DOUBLE))
    return Cases(small, _repair(st.sampled_from((_PLAIN, _DOUBLE)), st.booleans()))


def furnished_repairs() -> Cases[Repair]:
    """Networks without some bias, of float64, or on another device. The latter have seen nothing.

    Another device may hold no numbers: do not run them.
    """
    return by_device(_furnished)


def _furnished(devices: Devices) -> Cases[Repair]:
    styles = (_PLAIN, _DOUBLE, *((None, device) for device in devices))
    return Cases(_styled(*styles), _repair(st.sampled_from(styles), st.booleans()))


@st.composite
def _repair(
    draw: st.DrawFn,
    styles: st.SearchStrategy[tuple[str | None, str | None]],
    biases: st.SearchStrategy[bool],
) -> Repair:
    attempt = draw(attempts().drawn)
    dtype, device = draw(styles)
    layers = Layers(
        tuple(
            Linear(layer.in_features, layer.out_features, draw(biases))
            for layer in attempt.layers.linear
        )
    )
    seen = () if device else draw(_seen(attempt))
    return Repair(layers, seen, attempt.widths[0], dtype, device)


def _seen(attempt: Attempts) -> st.SearchStrategy[tuple[int, ...]]:
    """Nothing, the width that is to be accepted, what the first layer takes, or anything."""
    in_features = attempt.widths[0]
    taken = attempt.sizes[0][0] or in_features
    anything = sizes().drawn.map(lambda width: (width,))
    return st.one_of(st.sampled_from(((), (in_features,), (taken,))), anything)


def _small() -> tuple[Repair, ...]:
    """One layer or two, of widths 1 and 2; those with a lazy layer also after a forward."""
    given = (None, 1, 2)
    shapes = [[(size, 1)] for size in given]
    for out_features in (1, 2):
        shapes += [[(i, out_features), (j, 1)] for i, j in itertools.product(given, repeat=2)]
    return tuple(
        Repair(mlp(sizes), seen, in_features)
        for sizes in shapes
        for seen in ((), (1,), (2,))
        for in_features in (1, 2)
        if not seen or None in (in_features for in_features, _ in sizes)
    )


_SMALL = _small()


def _styled(*styles: tuple[str | None, str | None]) -> tuple[Repair, ...]:
    """Some small networks that have seen nothing, without some bias or in another style."""
    fresh = [repair for repair in _SMALL if not repair.seen]
    single = [repair for repair in fresh if len(repair.layers.linear) == 1]
    double = [repair for repair in fresh if len(repair.layers.linear) == 2]
    return tuple(
        Repair(_with_biases(repair.layers, biases), (), repair.in_features, *style)
        for repair in single + double[::7]
        for style in styles
        for biases in itertools.product((True, False), repeat=len(repair.layers.linear))
        if style != _PLAIN or not all(biases)
    )


def _with_biases(layers: Layers, biases: tuple[bool, ...]) -> Layers:
    return Layers(
        tuple(
            Linear(layer.in_features, layer.out_features, bias)
            for layer, bias in zip(layers.linear, biases, strict=True)
        )
    )
