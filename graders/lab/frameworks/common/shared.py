"""What the frameworks' rooms have in common. Nothing here needs a framework."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import numpy as np

from graders.lab.devices import ONLY_THE_PROCESSOR, Placement
from graders.lab.observations import Raised, Values
from graders.networks import Batch, Description, Layers, Network

_LONGEST = 300
# Keras quotes the numbers of a batch, over many lines.
_NUMBERS = re.compile(r"\[\[.*\]\]", re.DOTALL)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# Keras puts "Exception encountered when calling Sequential.call()." before what it has to say.
_FRAMES = re.compile(r"^(Exception encountered when calling .*|Arguments received by .*)$")


class Memory:
    """Numbers objects in the order in which they are first seen.

    Holds on to them: a number must not come back because an object died and another one took its
    place in memory.
    """

    def __init__(self) -> None:
        self._seen: list[Any] = []
        self._token: dict[Any, int] = {}

    def forget(self) -> None:
        """Start a new case."""
        self._seen.clear()
        self._token.clear()

    def token(self, seen: Any, part: str = "") -> int:
        """The number of an object, or of a part of it that is still to be made."""
        key = (id(seen), part)
        if key not in self._token:
            self._token[key] = len(self._seen)
            self._seen.append(seen)
        return self._token[key]


def raised(error: BaseException) -> Raised:
    """What a framework raised, as data: the first line of it that says something."""
    text = _NUMBERS.sub("[…]", _COLOURS.sub("", str(error)))
    lines = [line.strip() for line in text.splitlines()]
    said = [line for line in lines if line and not _FRAMES.match(line)]
    kinds = tuple(kind.__name__ for kind in type(error).__mro__)
    return Raised(type(error).__name__, (said or [""])[0][:_LONGEST], kinds, origin="framework")


def array_of(values: Values) -> np.ndarray[Any, Any]:
    """The array that has these numbers."""
    return np.array(values.numbers, dtype=np.dtype(values.dtype)).reshape(values.shape)


def numbers_of(batch: Batch) -> np.ndarray[Any, Any]:
    """The numbers that a batch describes: the same in all frameworks that have this room in common."""
    drawn = np.random.default_rng(batch.seed).standard_normal(batch.shape)
    return drawn.astype(np.dtype(batch.dtype or "float32"))


def as_network(description: Description) -> Network:
    """A description as a network, with its seed and dtype: of one layer, if it is a layer's."""
    if isinstance(description, Layers):
        return description.network()
    return description if isinstance(description, Network) else Network((description,))


class OnTheProcessor:
    """What a framework says of devices that lazylab runs on the processor only."""

    lost = ""

    def devices(self, *, accelerators: bool = True) -> tuple[str, ...]:
        """The processor."""
        del accelerators
        return ("cpu",)

    def why_no_more(self) -> str:
        """What a person reads who asks for more."""
        return ONLY_THE_PROCESSOR

    def wake(self, devices: tuple[str, ...], workers: int) -> None:
        """There is nothing to wake."""

    def within(self, placement: Placement) -> Callable[[], AbstractContextManager[None]]:
        """Everything is served where it is."""
        del placement
        return contextlib.nullcontext

    def give_back(self) -> None:
        """There is nothing to give back."""
