"""Widths, batch sizes, seeds and devices."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from graders.networks import STAND_IN
from graders.strategies.cases import Cases, Devices, among, by_device

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
    """A device that is not the default one; "meta" is there on every machine, and first."""
    return by_device(among)


def any_devices() -> Cases[str | None]:
    """The default device, which is None, or another one."""
    return by_device(lambda devices: among((None, *devices)))


def places() -> Cases[tuple[str | None, str | None]]:
    """A device for a layer and one for its data, None for the default one: the same, or two."""
    return by_device(_places)


def _places(devices: Devices) -> Cases[tuple[str | None, str | None]]:
    same = [(device, device) for device in devices]
    mixed = itertools.permutations((None, *devices), 2)
    return among((*same, *mixed))


def holds_numbers(device: str | None) -> bool:
    """Whether what is computed on a device has values, and not only a shape."""
    return device != STAND_IN
