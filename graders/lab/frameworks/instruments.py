"""Instruments: functions of a framework's room that the judge may ask for by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class UnmeasurableError(Exception):
    """What an instrument was given cannot be measured: a forward that returns no tensor, say.

    The fault is that of whoever made the network, not of the instrument.
    """


class Instruments(dict[str, Callable[..., Any]]):
    """Instruments by name. Live objects go in, observations or live objects come out."""

    def offer(self, function: Function) -> Function:
        """Offer a function under its own name: a decorator. Each name can be taken once."""
        if self.setdefault(function.__name__, function) is not function:
            raise ValueError(f"there are two instruments named {function.__name__!r}")
        return function
