"""Which instruments a check asks for: read off its code, and off what that uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from graders.instruments import Instrument
from graders.judging.checks import Check


def instruments_asked(checks: Iterable[Check]) -> set[Instrument[..., Any]]:
    """The instruments that these checks name, in their bodies or in helpers of theirs.

    Names are followed where they are global: functions, classes, what stands in a list or a dict.
    """
    found: set[Instrument[..., Any]] = set()
    seen: set[int] = set()
    waiting: list[Any] = [check.body for check in checks]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Instrument):
            found.add(value)
        else:
            waiting += _named_by(value)
    return found


def _named_by(value: Any) -> Iterator[Any]:
    """What a value of somebody's module leads to."""
    match value:
        case FunctionType():
            names = list(_names(value.__code__))
            for name in names:
                there = value.__globals__.get(name)
                # What is taken from a module is named right behind it.
                inside = vars(there) if isinstance(there, ModuleType) else {}
                yield from (inside[other] for other in names if other in inside)
                yield there
        case Check():
            yield value.body
        case staticmethod() | classmethod():
            yield value.__func__
        case property():
            yield value.fget
        case type() if value.__module__.startswith(("graders", "lazylab_bank")):
            yield from vars(value).values()
        case dict():
            yield from value.values()
        case list() | tuple() | set():
            yield from value


def _names(code: CodeType) -> Iterator[str]:
    """The globals and attributes that a function uses, and functions in it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
