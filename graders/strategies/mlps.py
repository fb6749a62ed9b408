"""Multilayer perceptrons, specified in part: which input sizes are given, and do they fit?

Everything is built, nothing is filtered: a layer's size is drawn when the one before it is known.
"""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct

from graders.networks import Layers, mlp
from graders.strategies.cases import Cases
from graders.strategies.sizes import LARGEST

Sizes = list[tuple[int | None, int]]

_DEEPEST = 5
_depth = st.integers(1, _DEEPEST)
_width = st.integers(1, LARGEST)
# A third is not given, a third fits, a third is any width: each draw costs time, so one says it all.
_input_size = st.integers(0, 3 * LARGEST - 1)
_further = st.integers(1, 4)
_choice = st.integers(0, 3)


class Attempts(Struct, frozen=True, tag=True):
    """A network, and the widths of the batches that are sent to it one after the other."""

    layers: Layers
    widths: tuple[int, ...]

    @property
    def sizes(self) -> Sizes:
        """`(in_features, out_features)` of each layer."""
        return self.layers.sizes


def _in_features(draw: st.DrawFn, came: int) -> int | None:
    """Not given, given as what comes, or given as anything: shrinks in this order."""
    kind, width = divmod(draw(_input_size), LARGEST)
    return (None, came, width + 1)[kind]


@st.composite
def _attempt(draw: st.DrawFn, tries: st.SearchStrategy[int] | None) -> Attempts:
    widths = [draw(_width)]
    came = widths[0]
    sizes: Sizes = []
    for _ in range(draw(_depth)):
        out_features = draw(_width)
        sizes.append((_in_features(draw, came), out_features))
        came = out_features
    for _ in range(0 if tries is None else draw(tries)):
        widths.append(_next_width(draw, widths, sizes[0][0]))
    return Attempts(mlp(sizes), tuple(widths))


def _next_width(draw: st.DrawFn, widths: list[int], taken: int | None) -> int:
    """The same as before, what the first layer takes, or any."""
    kind = draw(_choice)
    if kind == 0:
        return widths[-1]
    return taken if kind == 1 and taken is not None else draw(_width)


def _small_sizes() -> list[Sizes]:
    """Up to three layers of width 1 or 2, the shallow ones first, then the narrow ones."""
    found: list[Sizes] = []
    for depth, widest in ((1, 2), (2, 2), (3, 1)):
        outs = itertools.product(range(1, widest + 1), repeat=depth)
        ins = list(itertools.product((None, 1, 2), repeat=depth))
        at_this_depth = [list(zip(i, o, strict=True)) for o in outs for i in ins]
        found += sorted(at_this_depth, key=_weight)
    return found


def _weight(sizes: Sizes) -> int:
    return sum((in_features or 0) + out_features for in_features, out_features in sizes)


_SMALL = [mlp(sizes) for sizes in _small_sizes()]


def partial_mlps() -> Cases[Layers]:
    """Networks of one to five layers, each with its input size given or not, fitting or not."""
    return Cases(tuple(_SMALL), _attempt(None).map(lambda attempt: attempt.layers))


def attempts(*, several: bool = False) -> Cases[Attempts]:
    """A network with the width of one batch, or with those of `several`, two at least."""
    if not several:
        small = tuple(Attempts(layers, (width,)) for layers in _SMALL for width in (1, 2))
        return Cases(small, _attempt(None))
    shallow = [layers for layers in _SMALL if len(layers.linear) <= 2]  # noqa: PLR2004
    pairs = ((1, 1), (1, 2), (2, 1))
    small = tuple(Attempts(layers, pair) for layers in shallow for pair in pairs)
    return Cases(small, _attempt(_further))


def fitting_mlps() -> Cases[Attempts]:
    """A network in which every size that is given is the one that comes, and its width."""
    drawn: Any = _attempt(None).map(_made_to_fit)
    small = (_made_to_fit(Attempts(layers, (width,))) for layers in _SMALL for width in (1, 2))
    return Cases(tuple(dict.fromkeys(small)), drawn)


def _made_to_fit(attempt: Attempts) -> Attempts:
    came = attempt.widths[0]
    sizes: Sizes = []
    for in_features, out_features in attempt.sizes:
        sizes.append((None if in_features is None else came, out_features))
        came = out_features
    return Attempts(mlp(sizes), attempt.widths)
