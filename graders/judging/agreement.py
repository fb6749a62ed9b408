"""When an answer is what it should be: equality by value and by kind, and exceptions that are asked for."""

from __future__ import annotations

from typing import Any

from graders.judging.transcripts import carrying
from graders.lab.observations import Raised


class Refused:
    """Stands for "any exception of this kind, carrying `facts`" on the right of a comparison."""

    def __init__(self, kind: str, facts: dict[str, int] | None = None) -> None:
        self.kind = kind
        self.facts = facts or {}

    def __repr__(self) -> str:
        return self.kind + carrying(self.facts)


def refused(kind: type[Exception], **facts: int) -> Refused:
    """What `student.attempt.f(…)` has to equal: an exception, with attributes such as `layer=2`."""
    return Refused(kind.__name__, facts)


def agree(came: Any, expected: Any) -> bool:
    """Equality by value and kind: lists and tuples are both sequences, a bool is no number."""
    if isinstance(expected, Refused):
        return isinstance(came, Raised) and came.is_a(expected.kind, expected.facts)
    if isinstance(expected, list | tuple):
        return (
            isinstance(came, list | tuple)
            and len(came) == len(expected)
            and all(map(agree, came, expected))
        )
    if isinstance(expected, dict):
        return (
            isinstance(came, dict)
            and came.keys() == expected.keys()
            and all(agree(came[key], expected[key]) for key in expected)
        )
    return type(came) is type(expected) and bool(came == expected)
