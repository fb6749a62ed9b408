"""Networks for Keras, which takes milliseconds to build a layer: narrow ones, and few of them.

What is drawn comes from a pool: a case that comes twice is judged once.

An `Input` that stands first has Keras compare all sizes at construction. Peaceful networks have an
`Input` only where no size contradicts another. Everything is built, nothing is filtered.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

from hypothesis import strategies as st
from msgspec import Struct

from graders.networks import Batch, Layers, batch, mlp
from graders.strategies.cases import Cases, among
from graders.strategies.mlps import Attempts, Sizes

_WIDEST = 5
_DEEPEST = 4
_POOL = 16


class Drawn(Struct, frozen=True):
    """Numbers that a case is made of: sizes that fit or not, widths, and some bits."""

    sizes: tuple[tuple[int | None, int], ...]
    widths: tuple[int, ...]
    bits: int


def _random(number: int) -> Drawn:
    """Each input size is not given, given as what comes, or given as anything."""
    draw = random.Random(number)  # noqa: S311  cases are no secrets
    widths = [draw.randint(1, _WIDEST) for _ in range(3)]
    came = widths[0]
    sizes = []
    for _ in range(draw.randint(1, _DEEPEST)):
        taken = draw.choice((None, came, draw.randint(1, _WIDEST)))
        sizes.append((taken, draw.randint(1, _WIDEST)))
        came = sizes[-1][1]
    return Drawn(tuple(sizes), tuple(widths), draw.getrandbits(8))


DRAWN = st.sampled_from(sorted(map(_random, range(_POOL)), key=lambda one: len(one.sizes)))


def _came(sizes: Sizes, width: int) -> Iterable[int]:
    """What comes to each layer."""
    return (width, *(out_features for _, out_features in sizes[:-1]))


def made_to_fit(sizes: Sizes, width: int) -> Sizes:
    """The same with each size that is given as it has to be."""
    came = _came(sizes, width)
    return [(taken and w, given) for (taken, given), w in zip(sizes, came, strict=True)]


def made_peaceful(sizes: Sizes) -> Sizes:
    """The same without a contradiction that an `Input` would bring to light at construction."""
    first = sizes[0][0]
    return sizes if first is None else made_to_fit(sizes, first)


def _small_sizes() -> list[Sizes]:
    """Networks of one layer, of two, and the simplest of three."""
    given = (None, 1, 2)
    found: list[Sizes] = [[(i, 1)] for i in given]
    found += [[(i, 2), (j, 1)] for i, j in itertools.product(given, repeat=2)]
    found += [[(None, 1), (2, 1), (None, 1)], [(None, 1), (None, 2), (1, 1)], [(2, 1), *_LAZY]]
    return found


_LAZY: Sizes = [(None, 2), (None, 1)]
SMALL = _small_sizes()
PEACEFUL = list(dict.fromkeys(tuple(made_peaceful(sizes)) for sizes in SMALL))


def specifications() -> Cases[Layers]:
    """Networks with each input size given or not, fitting or not: some cannot be constructed."""
    return Cases(tuple(map(mlp, SMALL)), DRAWN.map(lambda one: mlp(list(one.sizes))))


def peaceful() -> Cases[Layers]:
    """The same as far as they can be constructed."""
    small = tuple(mlp(list(sizes)) for sizes in PEACEFUL)
    return Cases(small, DRAWN.map(peaceful_layers))


def peaceful_layers(one: Drawn) -> Layers:
    """What was drawn, as far as it can be constructed."""
    return mlp(made_peaceful(list(one.sizes)))


def starting_with_an_input(*, given: bool) -> Cases[Layers]:
    """Those that begin with an `Input`, or those that do not."""

    def begun(sizes: Sizes) -> Layers:
        width = 1 if sizes[0][0] is None else sizes[0][0]
        started: Sizes = [(width if given else None, sizes[0][1]), *sizes[1:]]
        return mlp(made_peaceful(started))

    small = dict.fromkeys(begun(sizes) for sizes in SMALL)
    return Cases(tuple(small), DRAWN.map(lambda one: begun(list(one.sizes))))


def peaceful_attempts(*, several: bool = False) -> Cases[Attempts]:
    """A network that can be constructed, with the width of one batch, or with those of `several`."""
    chosen = ((1, 2), (2, 1)) if several else ((1,), (2,))
    small = tuple(
        Attempts(mlp(list(sizes)), widths)
        for sizes, widths in itertools.product(PEACEFUL, chosen)
        if len(sizes) == 1 or widths[0] == 2  # noqa: PLR2004
    )
    drawn = DRAWN.map(lambda one: Attempts(peaceful_layers(one), _some(one, several=several)))
    return Cases(small, drawn)


def _some(one: Drawn, *, several: bool) -> tuple[int, ...]:
    """One width, or two or three; half of the several begin with what the first layer takes."""
    first = one.sizes[0][0] if one.bits & 1 else None
    if not several:
        return one.widths[:1]
    return (first or one.widths[0], *one.widths[1 : 2 + (one.bits >> 1 & 1)])


def fitting() -> Cases[Attempts]:
    """A network in which every size that is given is the one that comes, and its width."""

    def made(sizes: Sizes, width: int) -> Attempts:
        return Attempts(mlp(made_to_fit(sizes, width)), (width,))

    small = dict.fromkeys(made(sizes, width) for sizes in SMALL for width in (2, 1))
    ordered = sorted(small, key=lambda one: len(one.sizes))
    return Cases(tuple(ordered), DRAWN.map(lambda one: made(list(one.sizes), one.widths[0])))


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
    return Cases(small, DRAWN.map(_history))


def _history(one: Drawn) -> Batches:
    """Two widths and two numbers of rows, mixed; the first width is one that fits, or any."""
    layers = peaceful_layers(one)
    widths = (layers.linear[0].in_features or one.widths[0], one.widths[1])
    shapes = [(1 + (one.bits >> n & 1), widths[one.bits >> 3 + n & 1]) for n in range(3)]
    return Batches(layers, tuple(shapes))


def widths() -> Cases[list[int]]:
    """The units of each layer."""
    small = ([1], [2], [2, 1], [1, 2, 1])
    return Cases(small, DRAWN.map(lambda one: [units for _, units in one.sizes]))


def last_axes() -> Cases[tuple[tuple[int, ...], ...]]:
    """Shapes of two batches: more axes or none between rows and features, rows that vary."""
    return among(
        [
            ((2, 3), (0, 3)),
            ((2, 2, 3), (4, 2, 3)),
            ((1, 2, 2, 2), (3, 2, 2, 2)),
        ]
    )
