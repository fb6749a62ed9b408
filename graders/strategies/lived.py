"""Narrow networks that have seen something, or nothing: to be looked at, or initialized."""

from __future__ import annotations

from msgspec import Struct

from graders.networks import Layers, Linear, Network, mlp
from graders.strategies.cases import Cases
from graders.strategies.mlps import Sizes
from graders.strategies.narrow import made_constructible, made_to_fit, narrow, narrow_sizes


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


def lived_mlps(*, fitting: bool = False) -> Cases[Lived]:
    """Networks that have seen nothing, or one batch; if `fitting`, none of them fails."""

    def made(sizes: Sizes, seen: int, nested: bool, biases: int) -> Lived:
        width = sizes[0][0] or 2
        sizes = made_to_fit(sizes, width) if fitting else made_constructible(sizes)
        return Lived(mlp(sizes), (width,) * seen, nested, biases)

    small = dict.fromkeys(
        made(sizes, number % 2, number % 3 == 2, number % 4 // 3)  # noqa: PLR2004
        for number, sizes in enumerate(narrow_sizes())
    )
    drawn = narrow().map(
        lambda one: made(list(one.sizes), one.bits & 1, bool(one.bits & 2), one.bits >> 2 & 7)
    )
    return Cases(tuple(sorted(small, key=lambda one: len(one.layers.linear))), drawn)
