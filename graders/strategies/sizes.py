"""Widths, batch sizes, seeds and devices."""

from __future__ import annotations

from hypothesis import strategies as st

from graders.strategies.cases import Cases, among

LARGEST = 99
"""The largest width drawn: larger ones teach nothing more and cost time."""


def sizes(at_least: int = 1, at_most: int = LARGEST) -> Cases[int]:
    """A number of features; shrinks towards `at_least`."""
    small = tuple(range(at_least, min(at_least + 3, at_most + 1)))
    return Cases(small, st.integers(at_least, at_most))


def flags() -> Cases[bool]:
    """False, then True."""
    return Cases((False, True), st.booleans())


def other_devices() -> Cases[str]:
    """A device that is not the default one; "meta" is there on every machine."""
    return among(["meta"])
