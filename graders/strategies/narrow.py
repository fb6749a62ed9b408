"""Narrow networks, and few of them: for a framework that takes milliseconds to build a layer.

What is drawn comes from a pool: a case that comes twice is judged once. Sizes that are made constructible
contradict each other only where the first one is not given. Everything is built, nothing is filtered.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

from hypothesis import strategies as st
from msgspec import Struct

from graders.networks import Layers, mlp
from graders.strategies.mlps import Sizes

_WIDEST = 5
_DEEPEST = 4
_POOL = 16


class Narrow(Struct, frozen=True):
    """Numbers that a case is made of: sizes that fit or not, widths, and some bits."""

    sizes: tuple[tuple[int | None, int], ...]
    widths: tuple[int, ...]
    bits: int

    @property
    def constructible(self) -> Layers:
        """The network of these sizes, made constructible."""
        return mlp(made_constructible(list(self.sizes)))


def _random(number: int) -> Narrow:
    """Each input size is not given, given as what comes, or given as anything."""
    draw = random.Random(number)  # noqa: S311  cases are no secrets
    widths = [draw.randint(1, _WIDEST) for _ in range(3)]
    came = widths[0]
    sizes = []
    for _ in range(draw.randint(1, _DEEPEST)):
        taken = draw.choice((None, came, draw.randint(1, _WIDEST)))
        sizes.append((taken, draw.randint(1, _WIDEST)))
        came = sizes[-1][1]
    return Narrow(tuple(sizes), tuple(widths), draw.getrandbits(8))


_NARROW = st.sampled_from(sorted(map(_random, range(_POOL)), key=lambda one: len(one.sizes)))


def narrow() -> st.SearchStrategy[Narrow]:
    """One of the pool; shrinks towards one layer."""
    return _NARROW


def _came(sizes: Sizes, width: int) -> Iterable[int]:
    """What comes to each layer."""
    return (width, *(out_features for _, out_features in sizes[:-1]))


def made_to_fit(sizes: Sizes, width: int) -> Sizes:
    """The same with each size that is given as it has to be."""
    came = _came(sizes, width)
    return [(taken and w, given) for (taken, given), w in zip(sizes, came, strict=True)]


def made_constructible(sizes: Sizes) -> Sizes:
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
_SMALL = _small_sizes()


def narrow_sizes(*, constructible: bool = False) -> list[Sizes]:
    """The small ones among them, the smallest first; or those that can be constructed, each once."""
    if not constructible:
        return list(_SMALL)
    return list(map(list, dict.fromkeys(tuple(made_constructible(sizes)) for sizes in _SMALL)))
