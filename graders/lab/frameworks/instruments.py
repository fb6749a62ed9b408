"""Instruments: functions of a framework's room that the judge may ask for by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class Instruments(dict[str, Callable[..., Any]]):
    """Instruments by name. Live objects go in, observations or live objects come out."""

    def offer(self, function: Function) -> Function:
        """Offer a function under its own name: a decorator."""
        self[function.__name__] = function
        return function
