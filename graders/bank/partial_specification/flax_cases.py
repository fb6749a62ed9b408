"""Networks of Flax's for which some arrays are given, where parameters live outside of the network.

Widths are small: where each new shape is compiled, wider ones would teach nothing more.
"""

from __future__ import annotations

import itertools

from hypothesis import strategies as st
from msgspec import Struct

from graders import Cases

_LARGEST = 3
_DEEPEST = 3
_width = st.integers(1, _LARGEST)

MAKES = ("sequence", "nested", "MLP")
"""How a network may be made: each gives its layers other names."""


class Held(Struct, frozen=True, tag=True):
    """A network, and which of its arrays are given, in the order of a forward, repeated as needed.

    `grown` ones are larger than the network wants them.
    """

    features: tuple[int, ...]
    in_features: int
    kept: tuple[bool, ...]
    grown: tuple[bool, ...] = (False,)
    make: str = "sequence"
    seed: int = 1

    @property
    def some(self) -> bool:
        """Whether anything is given."""
        arrays = 2 * len(self.features)  # a kernel and a bias each
        return any(self.kept[number % len(self.kept)] for number in range(arrays))


def held(*, contradicting: bool = False) -> Cases[Held]:
    """Networks with some of their arrays given; with `contradicting`, one of them does not fit."""
    some = [kept for kept in itertools.product((True, False), repeat=2) if any(kept)]
    patterns = some if contradicting else [*some, (False, False), (False, False, True, True)]
    grown = (True, False) if contradicting else (False,)
    small = [
        Held(features, 2, kept, _first_kept(kept, grown), make)
        for (kept, features), make in zip(
            itertools.product(patterns, ((1,), (2, 1))), itertools.cycle(MAKES), strict=False
        )
    ]
    return Cases(tuple(small), _held(contradicting=contradicting))


@st.composite
def _held(draw: st.DrawFn, *, contradicting: bool) -> Held:
    features = tuple(draw(st.lists(_width, min_size=1, max_size=_DEEPEST)))
    arrays = 2 * len(features)
    kept = draw(st.lists(st.booleans(), min_size=arrays, max_size=arrays))
    grown = [False] * arrays
    if contradicting:
        wrong = draw(st.integers(0, arrays - 1))
        kept[wrong] = grown[wrong] = True
    make, seed = draw(st.sampled_from(MAKES)), draw(st.integers(1, 3))
    return Held(features, draw(_width), tuple(kept), tuple(grown), make, seed)


def _first_kept(kept: tuple[bool, ...], grown: tuple[bool, ...]) -> tuple[bool, ...]:
    """The pattern of what is grown, so that it meets something that is kept."""
    return grown if kept[0] or not any(grown) else grown[::-1]
