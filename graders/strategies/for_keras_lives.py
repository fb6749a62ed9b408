"""Networks of Keras that have seen something: to be repaired, looked at, or initialized."""

from __future__ import annotations

import itertools

from msgspec import Struct

from graders.networks import Layers, Linear, Network, mlp
from graders.strategies.cases import Cases
from graders.strategies.for_keras import (
    DRAWN,
    PEACEFUL,
    SMALL,
    Drawn,
    made_peaceful,
    made_to_fit,
    peaceful_layers,
)
from graders.strategies.mlps import Sizes
from graders.strategies.repairs import Repair

# --- repairs -------------------------------------------------------------------------------------


def keras_repairs(*, varied: bool = False) -> Cases[Repair]:
    """Networks that can be constructed, what they have seen, and the width that they are to accept.

    `varied` ones: some layers without a bias, some networks of float64.
    """
    two = [sizes for sizes in PEACEFUL if len(sizes) <= 2]  # noqa: PLR2004
    small = [
        Repair(mlp(list(sizes)), seen, 1 + (number + len(seen)) % 2)
        for number, sizes in enumerate(two)
        for seen in ((), (1,))
        if not seen or sizes[0][0] is None
    ]
    if varied:
        small = [*small[::2], *(_styled(repair, bits) for bits, repair in enumerate(small[1::2]))]
    return Cases(tuple(small), DRAWN.map(lambda one: _repair(one, varied=varied)))


def _repair(one: Drawn, *, varied: bool) -> Repair:
    seen = one.widths[1 : 1 + (one.bits >> 3 & 1)]
    plain = Repair(peaceful_layers(one), seen, one.widths[0])
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

    def drawn(one: Drawn) -> Repair:
        first, extra, wanted = one.widths
        return made(first, extra, [(None, first)] * (one.bits & 1), extra, wanted)

    return Cases(small, DRAWN.map(drawn))


# --- stages --------------------------------------------------------------------------------------


class Lived(Struct, frozen=True, tag=True):
    """A network, its first layers in a network of their own or not, and the batches it has seen.

    `biases` says, bit by bit, which layers have none.
    """

    layers: Layers
    seen: tuple[int, ...] = ()
    nested: bool = False
    biases: int = 0

    @property
    def network(self) -> Network:
        """The network as it was before it saw anything."""
        linear = (
            Linear(layer.in_features, layer.out_features, not self.biases >> place & 1)
            for place, layer in enumerate(self.layers.linear)
        )
        flat = Layers(tuple(linear)).network()
        if not self.nested:
            return flat
        return Network((Network(flat.layers[:2]), *flat.layers[2:]), seed=flat.seed)

    @property
    def in_features(self) -> int:
        """A width that the first layer takes."""
        return self.layers.linear[0].in_features or 2


def lives(*, fitting: bool = False) -> Cases[Lived]:
    """Networks that have seen nothing, or one batch; if `fitting`, none of them fails."""

    def made(sizes: Sizes, seen: int, nested: bool, biases: int) -> Lived:
        width = sizes[0][0] or 2
        sizes = made_to_fit(sizes, width) if fitting else made_peaceful(sizes)
        return Lived(mlp(sizes), (width,) * seen, nested, biases)

    small = dict.fromkeys(
        made(sizes, number % 2, number % 3 == 2, number % 4 // 3)  # noqa: PLR2004
        for number, sizes in enumerate(SMALL)
    )
    drawn = DRAWN.map(
        lambda one: made(list(one.sizes), one.bits & 1, bool(one.bits & 2), one.bits >> 2 & 7)
    )
    return Cases(tuple(sorted(small, key=lambda one: len(one.layers.linear))), drawn)
