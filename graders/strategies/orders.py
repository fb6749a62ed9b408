"""State machines: what can happen to something, in every order."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from hypothesis import strategies as st

from graders.strategies.cases import Cases

Steps = tuple[str, ...]

_SMALL = 3


def orders(*steps: str, at_most: int = 6, needs: Mapping[str, str] | None = None) -> Cases[Steps]:
    """Steps in every order, each as often as it likes: one step to `at_most`.

    A check goes through them with a `match`, on both sides, and compares after each. What `needs`
    another step before it is replaced by that one until it was taken. Small are all up to three
    steps, the short ones first; shrinks towards few steps, and towards the first ones.

    >>> orders("forward", "train", needs={"train": "prepare"}).small[:4]
    (('forward',), ('prepare',), ('forward', 'forward'), ('forward', 'prepare'))
    """
    if not steps:
        raise ValueError("orders() needs at least one step")
    needed = dict(needs or {})
    unknown = needed.keys() - set(steps)
    if unknown:
        raise ValueError(f"{min(unknown)!r} is in `needs`, and is none of the steps {steps}")
    short = (
        _in_order(chosen, needed)
        for length in range(1, min(_SMALL, at_most) + 1)
        for chosen in itertools.product(steps, repeat=length)
    )
    drawn = st.lists(st.sampled_from(steps), min_size=1, max_size=at_most)
    return Cases(tuple(dict.fromkeys(short)), drawn.map(lambda chosen: _in_order(chosen, needed)))


def _in_order(steps: Iterable[str], needs: Mapping[str, str]) -> Steps:
    """Each step that needs another one after that one."""
    ordered: list[str] = []
    for step in steps:
        first = needs.get(step)
        ordered.append(step if first is None or first in ordered else first)
    return tuple(ordered)
