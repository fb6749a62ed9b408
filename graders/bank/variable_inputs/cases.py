"""Pairs of linear layers, side by side in one network: can they be tied?

Each layer is lazy or initialized. Everything is built, nothing is filtered.
"""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from graders import Cases, Linear, Network

_LARGEST = 20
_SEED = 5
"""Not the seed of a case: a layer that is wrongly drawn anew would get the very values it had."""

_width = st.integers(1, _LARGEST)
_more = st.integers(1, 3)

_LAZY = ((True, True), (True, False), (False, True), (False, False))
"""Which of the two is lazy."""


def fitting_pairs(*, initialized: bool = False) -> Cases[Network]:
    """Two layers that can be tied; with `initialized`, one of them at least is not lazy."""
    kinds = _LAZY[1:] if initialized else _LAZY
    sizes = ((1, 1), (2, 1), (1, 2))
    small = (
        _pair(lazy, *size, bias=bias)
        for size, bias, lazy in itertools.product(sizes, (True, False), kinds)
    )
    drawn = st.builds(_pair, st.sampled_from(kinds), _width, _width, bias=st.booleans())
    return Cases(tuple(small), drawn)


def unfitting_pairs() -> Cases[Network]:
    """Two layers that cannot be tied: another output size, input size or bias."""
    small = [
        _spoiled(_pair(lazy, 1, 1, bias=bias), fault, 1, swapped=swapped)
        for fault, lazy, bias, swapped in itertools.product(
            _FAULTS, _LAZY, (True, False), (False, True)
        )
    ]
    drawn = st.builds(
        _spoiled,
        fitting_pairs().drawn,
        st.sampled_from(_FAULTS),
        _more,
        swapped=st.booleans(),
    )
    return Cases(tuple(dict.fromkeys(small)), drawn)


def taken_by(pair: Network) -> int:
    """The width that the pair takes: the one that is given, or just any if both are lazy."""
    first, second = _layers(pair)
    return first.in_features or second.in_features or first.out_features + 1


def given_by(pair: Network) -> int:
    """How many features come out of a fitting pair."""
    first, _ = _layers(pair)
    return first.out_features


def shapes_in(pair: Network) -> list[tuple[int, ...]]:
    """The shapes that weight and bias of a fitting pair have after its dry run."""
    first, _ = _layers(pair)
    bias: list[tuple[int, ...]] = [(first.out_features,)] if first.bias else []
    return [(first.out_features, taken_by(pair)), *bias]


_FAULTS = ("out_features", "bias", "in_features")


def _pair(lazy: tuple[bool, bool], in_features: int, out_features: int, *, bias: bool) -> Network:
    first, second = (
        Linear(None if is_lazy else in_features, out_features, bias) for is_lazy in lazy
    )
    return Network((first, second), seed=_SEED)


def _spoiled(pair: Network, fault: str, more: int, *, swapped: bool) -> Network:
    """The pair with one disagreement. Two input sizes disagree only where both are given."""
    first, second = _layers(pair)
    match fault:
        case "out_features":
            second = Linear(second.in_features, second.out_features + more, second.bias)
        case "bias":
            second = Linear(second.in_features, second.out_features, not second.bias)
        case _:
            taken = taken_by(pair)
            first = Linear(taken, first.out_features, first.bias)
            second = Linear(taken + more, second.out_features, second.bias)
    return Network((second, first) if swapped else (first, second), seed=_SEED)


def _layers(pair: Network) -> tuple[Linear, Linear]:
    first, second = pair.layers
    if not (isinstance(first, Linear) and isinstance(second, Linear)):
        raise TypeError(f"a pair consists of two linear layers, not of {pair.layers}")
    return first, second
