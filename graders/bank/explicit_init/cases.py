"""In which modes the modules of a network are."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from graders import Cases


def modes() -> Cases[tuple[bool, ...]]:
    """Training flags for the modules of a network, to be repeated as often as needed."""
    listed = [
        flags
        for length in (1, 2, 3)
        for flags in itertools.product((True, False), repeat=length)
        if length == 1 or len(set(flags)) > 1
    ]
    return Cases(tuple(listed), st.sampled_from(listed))
