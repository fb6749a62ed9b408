"""Cases: the small ones first, in size order, then as many as one likes, drawn by Hypothesis.

A wrong answer is mostly wrong on a small network already. To go through those one by one finds the
smallest failure at once, and the same for everybody; Hypothesis searches where they end.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from hypothesis import find, settings
from hypothesis import strategies as st

from graders.networks import STAND_IN

T = TypeVar("T")
U = TypeVar("U")

_SMALL_AT_MOST = 120


Devices = tuple[str, ...]


@dataclass(frozen=True)
class Cases(Generic[T]):
    """What a check is given: `small` values, the smallest first, and a strategy for all of them.

    `elsewhere` makes the same for other devices than those that every machine has.
    """

    small: tuple[T, ...]
    drawn: st.SearchStrategy[T]
    elsewhere: Callable[[Devices], Cases[T]] | None = None

    def on(self, devices: Devices) -> Cases[T]:
        """The same where these devices can be drawn besides the default one."""
        return self if self.elsewhere is None else self.elsewhere(devices)

    def map(self, function: Callable[[T], U]) -> Cases[U]:
        """The same cases seen through a function; it is to keep small what is small."""
        seen = Cases(tuple(map(function, self.small)), self.drawn.map(function))
        if self.elsewhere is None:
            return seen
        return replace(seen, elsewhere=lambda devices: self.on(devices).map(function))


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
    placed = any(part.elsewhere for part in parts.values())
    return Cases(
        tuple(
            dict(zip(parts, (value for _, value in choice), strict=True))
            for choice in in_size_order[:_SMALL_AT_MOST]
        ),
        st.fixed_dictionaries({name: part.drawn for name, part in parts.items()}),
        (lambda devices: together({n: p.on(devices) for n, p in parts.items()}))
        if placed
        else None,
    )


def by_device(make: Callable[[Devices], Cases[T]]) -> Cases[T]:
    """Cases that depend on the devices there are besides the default one.

    `make` gets them, the one that every machine has first: it is the simplest.
    """
    return replace(make((STAND_IN,)), elsewhere=make)


def among(values: Iterable[T]) -> Cases[T]:
    """One of these, the first being the simplest."""
    listed = tuple(values)
    return Cases(listed, st.sampled_from(listed))
