"""Networks for Keras that fit or not, what they have seen, and what they are to accept."""

from __future__ import annotations

import itertools

from msgspec import Struct

from graders import (
    Attempts,
    Batch,
    Cases,
    Layers,
    Linear,
    Narrow,
    Sizes,
    batch,
    mlp,
    narrow,
    narrow_sizes,
)

from .cases import Repair


def specifications() -> Cases[Layers]:
    """Networks with each input size given or not, fitting or not: some cannot be constructed."""
    return Cases(tuple(map(mlp, narrow_sizes())), narrow().map(lambda one: mlp(list(one.sizes))))


def peaceful_attempts(*, several: bool = False) -> Cases[Attempts]:
    """A network that can be constructed, with the width of one batch, or with those of `several`."""
    chosen = ((1, 2), (2, 1)) if several else ((1,), (2,))
    small = tuple(
        Attempts(mlp(list(sizes)), widths)
        for sizes, widths in itertools.product(narrow_sizes(constructible=True), chosen)
        if len(sizes) == 1 or widths[0] == 2
    )
    drawn = narrow().map(lambda one: Attempts(one.constructible, _some(one, several=several)))
    return Cases(small, drawn)


def _some(one: Narrow, *, several: bool) -> tuple[int, ...]:
    """One width, or two or three; half of the several begin with what the first layer takes."""
    first = one.sizes[0][0] if one.bits & 1 else None
    if not several:
        return one.widths[:1]
    return (first or one.widths[0], *one.widths[1 : 2 + (one.bits >> 1 & 1)])


class Batches(Struct, frozen=True, tag=True):
    """A network that can be constructed, and rows and width of each batch that is sent to it."""

    layers: Layers
    shapes: tuple[tuple[int, int], ...]

    @property
    def sizes(self) -> Sizes:
        """`(in_features, out_features)` of each layer."""
        return self.layers.sizes

    @property
    def batches(self) -> list[Batch]:
        """The batches."""
        return [batch(*shape) for shape in self.shapes]


def histories() -> Cases[Batches]:
    """Networks, and two batches or three: of other widths, of other numbers of rows, the same again."""
    nets: list[Sizes] = [
        [(None, 1)],
        [(None, 1), (2, 1)],
        [(1, 1), (None, 1)],
    ]
    shapes = (
        ((1, 1), (1, 1)),
        ((1, 1), (1, 2)),
        ((1, 1), (2, 1)),
        ((1, 2), (1, 1)),
        ((2, 1), (1, 2), (2, 1)),
    )
    small = tuple(Batches(mlp(net), shape) for net, shape in itertools.product(nets, shapes))
    return Cases(small, narrow().map(_history))


def _history(one: Narrow) -> Batches:
    """Two widths and two numbers of rows, mixed; the first width is one that fits, or any."""
    layers = one.constructible
    widths = (layers.linear[0].in_features or one.widths[0], one.widths[1])
    shapes = [(1 + (one.bits >> n & 1), widths[one.bits >> 3 + n & 1]) for n in range(3)]
    return Batches(layers, tuple(shapes))


# --- repairs -------------------------------------------------------------------------------------


def keras_repairs(*, varied: bool = False) -> Cases[Repair]:
    """Networks that can be constructed, what they have seen, and the width that they are to accept.

    `varied` ones: some layers without a bias, some networks of float64.
    """
    two = [sizes for sizes in narrow_sizes(constructible=True) if len(sizes) <= 2]
    small = [
        Repair(mlp(list(sizes)), seen, 1 + (number + len(seen)) % 2)
        for number, sizes in enumerate(two)
        for seen in ((), (1,))
        if not seen or sizes[0][0] is None
    ]
    if varied:
        small = [*small[::2], *(_styled(repair, bits) for bits, repair in enumerate(small[1::2]))]
    return Cases(tuple(small), narrow().map(lambda one: _repair(one, varied=varied)))


def _repair(one: Narrow, *, varied: bool) -> Repair:
    seen = one.widths[1 : 1 + (one.bits >> 3 & 1)]
    plain = Repair(one.constructible, seen, one.widths[0])
    return _styled(plain, one.bits & 7) if varied else plain


def _styled(repair: Repair, bits: int) -> Repair:
    """The first bit says whether it is float64, the others which layers have a bias."""
    linear = tuple(
        Linear(layer.in_features, layer.out_features, bool((bits >> 1) + place & 1))
        for place, layer in enumerate(repair.layers.linear)
    )
    dtype = "float64" if bits & 1 else None
    return Repair(Layers(linear), repair.seen, repair.in_features, dtype)


def poisoned_repairs() -> Cases[Repair]:
    """Networks whose first call has failed, half-way."""

    def made(first: int, extra: int, rest: Sizes, seen: int, wanted: int) -> Repair:
        return Repair(mlp([(None, first), (first + extra, 1), *rest]), (seen,), wanted)

    ends: list[tuple[Sizes, int]] = [([], 1), ([(None, 1)], 2)]
    small = tuple(
        made(first, 1, rest, seen, wanted)
        for rest, wanted in ends
        for first, seen in itertools.product((1, 2), repeat=2)
    )

    def drawn(one: Narrow) -> Repair:
        first, extra, wanted = one.widths
        return made(first, extra, [(None, first)] * (one.bits & 1), extra, wanted)

    return Cases(small, narrow().map(drawn))
