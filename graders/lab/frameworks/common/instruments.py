"""Instruments: functions of a framework's room that the judge may ask for by name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any, TypeVar

from graders.lab.observations import Values

Function = TypeVar("Function", bound=Callable[..., Any])


class UnmeasurableError(Exception):
    """What an instrument was given cannot be measured: a forward that returns no tensor, say.

    The fault is that of whoever made the network, not of the instrument.
    """


def values_of(tensor: Any) -> Values:
    """The numbers of a framework's tensor as plain data, for an instrument to return.

    >>> import torch
    >>> values_of(torch.zeros(2, 1))
    Values(shape=(2, 1), numbers=(0.0, 0.0), dtype='float32')
    """
    numbers = tuple(map(float, tensor.reshape(-1).tolist()))
    return Values(tuple(tensor.shape), numbers, str(tensor.dtype).rpartition(".")[2])


class Instruments(dict[str, Callable[..., Any]]):
    """Instruments by name. Live objects go in, observations or live objects come out."""

    def offer(self, function: Function) -> Function:
        """Offer a function under its own name: a decorator. Each name can be taken once."""
        if self.setdefault(function.__name__, function) is not function:
            raise ValueError(f"there are two instruments named {function.__name__!r}")
        return function


def import_all(room: str) -> None:
    """Import every module of a framework's room: each offers its instruments."""
    for found in pkgutil.iter_modules(importlib.import_module(room).__path__, f"{room}."):
        importlib.import_module(found.name)
