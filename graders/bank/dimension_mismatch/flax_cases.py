"""Networks for which some variables are given, where parameters live outside of the network.

Widths are small: where each new shape is compiled, wider ones would teach nothing more.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from hypothesis import strategies as st
from msgspec import Struct

from graders import Cases, Sizes

_LARGEST = 3
_DEEPEST = 3
_width = st.integers(1, _LARGEST)

MAKES = ("sequence", "nested", "MLP")
"""How a network may be made: each gives its layers other names."""


class Given(Struct, frozen=True, tag=True):
    """Layers whose variables are given if their input size is, and the width of a batch."""

    sizes: tuple[tuple[int | None, int], ...]
    in_features: int
    make: str = "sequence"
    seed: int = 1

    @property
    def listed(self) -> Sizes:
        """`(in_features, out_features)` of each layer."""
        return list(self.sizes)

    @property
    def features(self) -> list[int]:
        """The output size of each layer."""
        return [out_features for _, out_features in self.sizes]

    @property
    def some(self) -> bool:
        """Whether anything is given."""
        return _some(self.sizes)


class Fed(Struct, frozen=True, tag=True):
    """Layers, given or not, and the widths of the batches that are sent in one after the other."""

    sizes: tuple[tuple[int | None, int], ...]
    widths: tuple[int, ...]

    @property
    def listed(self) -> Sizes:
        """`(in_features, out_features)` of each layer."""
        return list(self.sizes)


def givens() -> Cases[Given]:
    """One to three layers, each given or not, fitting or not; one make of network."""
    return Cases(_SMALL, _given(("sequence",)))


def repairable() -> Cases[Given]:
    """The same in networks of several makes."""
    small = [
        Given(given.sizes, given.in_features, make)
        for given, make in zip(_SMALL, itertools.cycle(MAKES), strict=False)
    ]
    return Cases((*_SMALL[:2], *small[2:]), _given(MAKES))


def fed_once() -> Cases[Fed]:
    """Layers of which one is given at least, and one batch."""
    small = [Fed(g.sizes, (g.in_features,)) for g in _SMALL if _some(g.sizes)]
    drawn = _given(("sequence",)).map(lambda g: Fed(_some_given(g.sizes), (g.in_features,)))
    return Cases(tuple(small), drawn)


def fed_from_nothing() -> Cases[Fed]:
    """Layers of which none is given, and two batches or more."""
    outs = ((1,), (2,), (1, 2), (2, 1))
    small = [
        Fed(_nothing(out), widths) for out in outs for widths in ((1, 1), (1, 2), (2, 1), (2, 1, 2))
    ]
    depth = st.lists(_width, min_size=1, max_size=_DEEPEST).map(_nothing)
    widths = st.lists(_width, min_size=2, max_size=4).map(tuple)
    return Cases(tuple(small), st.builds(Fed, depth, widths))


@st.composite
def _given(draw: st.DrawFn, makes: Sequence[str]) -> Given:
    came = in_features = draw(_width)
    sizes = []
    for _ in range(draw(st.integers(1, _DEEPEST))):
        out_features = draw(_width)
        sizes.append((draw(st.sampled_from((None, came, came, draw(_width)))), out_features))
        came = out_features
    return Given(tuple(sizes), in_features, draw(st.sampled_from(makes)), draw(st.integers(1, 3)))


def _nothing(features: Sequence[int]) -> tuple[tuple[None, int], ...]:
    return tuple((None, out_features) for out_features in features)


def _some(sizes: Sequence[tuple[int | None, int]]) -> bool:
    return any(in_features is not None for in_features, _ in sizes)


def _some_given(sizes: tuple[tuple[int | None, int], ...]) -> tuple[tuple[int | None, int], ...]:
    """The same with the last layer given, if nothing is: for a width of 1, which may fit or not."""
    if _some(sizes):
        return sizes
    return (*sizes[:-1], (1, sizes[-1][1]))


def _small() -> tuple[Given, ...]:
    single = [Given(((taken, 1),), width) for taken in (None, 1, 2) for width in (1, 2)]
    double = [
        Given(((first, 2), (second, 1)), 1) for first in (None, 1, 2) for second in (None, 1, 2)
    ]
    deep = [((1, 2), (2, 1), (None, 1)), ((1, 2), (1, 2), (1, 1)), ((None, 2), (1, 1), (1, 2))]
    return (*single, *double, *(Given(sizes, 1) for sizes in deep))


_SMALL = _small()
