"""What may leave a lab by value: plain data of exact types, within bounds.

Types are compared by identity. `isinstance`, `==` and `in` would ask the value, its class or its
metaclass, and a submission writes those.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from graders.lab.messages import Strange

_MAX_NODES = 10_000
_MAX_DEPTH = 20
_MAX_CHARACTERS = 10_000
_MAX_INTEGER = 2**63 - 1
_MAX_NAME = 80


def type_name(value: object) -> str:
    """The name of a value's class, read past its metaclass, printable and short."""
    name = type.__dict__["__name__"].__get__(type(value))
    return printable_name(name)


def printable_name(name: str) -> str:
    """A name that a submission may have chosen, short and harmless."""
    return "".join(c if c.isprintable() else "?" for c in str.__str__(name)[:_MAX_NAME])


class _TooMuchError(Exception):
    """The value has more nodes, depth, characters or digits than an answer may have."""


class _StrangeError(Exception):
    """Somewhere in the value is something that is not plain."""


class Exporter:
    """Copies values out of a lab. `unwrap` lets a framework say what its own types stand for."""

    def __init__(self, unwrap: Callable[[object], object]) -> None:
        self._unwrap = unwrap
        self._left = 0

    def export(self, value: object) -> Any:
        """The value as plain data, or `Strange` with the type of what is not plain."""
        self._left = _MAX_NODES
        try:
            return self._copy(value, 0)
        except _StrangeError as strange:
            return Strange(str(strange))
        except _TooMuchError:
            return Strange(f"{type_name(value)} (too large)")

    def _copy(self, value: object, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > _MAX_DEPTH:
            raise _TooMuchError
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            if not -_MAX_INTEGER <= value <= _MAX_INTEGER:  # type: ignore[operator]
                raise _TooMuchError
            return value
        if kind is str:
            if len(value) > _MAX_CHARACTERS:  # type: ignore[arg-type]
                raise _TooMuchError
            # Lone surrogates cannot be encoded, neither for a pipe nor for a terminal.
            return value.encode("utf-8", "replace").decode()  # type: ignore[attr-defined]
        if kind is list:
            return [self._copy(item, depth + 1) for item in value]  # type: ignore[attr-defined]
        if kind is tuple:
            return tuple(self._copy(item, depth + 1) for item in value)  # type: ignore[attr-defined]
        if kind is dict:
            return self._copy_dict(value, depth)  # type: ignore[arg-type]
        return self._unwrapped(value, depth)

    def _copy_dict(self, value: dict[object, object], depth: int) -> dict[Any, Any]:
        copied = {}
        for key, item in value.items():
            plain_key = self._copy(key, depth + 1)
            try:
                copied[plain_key] = self._copy(item, depth + 1)
            except TypeError as unhashable:  # a list cannot have been a key: the type is odd
                raise _StrangeError(type_name(key)) from unhashable
        return copied

    def _unwrapped(self, value: object, depth: int) -> Any:
        plain = _numpy_scalar(self._unwrap(value))
        if plain is value:
            raise _StrangeError(type_name(value))
        return self._copy(plain, depth)


def _numpy_scalar(value: object) -> object:
    """A numpy scalar as the number that it stands for; anything else as it is."""
    numpy = sys.modules.get("numpy")
    kind = type(value)
    is_scalar = (
        numpy is not None
        and type.__dict__["__module__"].__get__(kind) == "numpy"
        and numpy.generic in type.__dict__["__mro__"].__get__(kind)
    )
    return value.item() if is_scalar else value  # type: ignore[attr-defined]
