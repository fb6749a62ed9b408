"""Cases: the small ones first, in size order, then as many as one likes, drawn by Hypothesis.

A wrong answer is mostly wrong on a small network already. To go through those one by one finds the
smallest failure at once, and the same for everybody; Hypothesis searches where they end.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from hypothesis import find, settings
from hypothesis import strategies as st

T = TypeVar("T")
U = TypeVar("U")

_SMALL_AT_MOST = 120


@dataclass(frozen=True)
class Cases(Generic[T]):
    """What a check is given: `small` values, the smallest first, and a strategy for all of them."""

    small: tuple[T, ...]
    drawn: st.SearchStrategy[T]

    def map(self, function: Callable[[T], U]) -> Cases[U]:
        """The same cases seen through a function; it is to keep small what is small."""
        return Cases(tuple(map(function, self.small)), self.drawn.map(function))


def cases(of: Cases[T] | st.SearchStrategy[T]) -> Cases[T]:
    """Cases of any Hypothesis strategy: its simplest value is the only small one."""
    if isinstance(of, Cases):
        return of
    simplest = find(of, lambda _: True, settings=settings(database=None))
    return Cases((simplest,), of)


def together(parts: Mapping[str, Cases[Any]]) -> Cases[dict[str, Any]]:
    """Each part under its name, all chosen independently; small where all the parts are small."""
    ranked = itertools.product(*(enumerate(part.small) for part in parts.values()))
    in_size_order = sorted(ranked, key=lambda choice: sum(rank for rank, _ in choice))
    return Cases(
        tuple(
            dict(zip(parts, (value for _, value in choice), strict=True))
            for choice in in_size_order[:_SMALL_AT_MOST]
        ),
        st.fixed_dictionaries({name: part.drawn for name, part in parts.items()}),
    )


def among(values: Iterable[T]) -> Cases[T]:
    """One of these, the first being the simplest."""
    listed = tuple(values)
    return Cases(listed, st.sampled_from(listed))
