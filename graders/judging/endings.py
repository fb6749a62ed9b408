"""How one case, and one check, can end."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from graders.judging.breakdowns import AnswerBrokeError


class Passed(Struct, frozen=True):
    """The property held."""


class Wrong(Struct, frozen=True):
    """An `assert` failed."""


class Broke(Struct, frozen=True):
    """The submission gave no answer, or not always the same one (`error` is None)."""

    error: AnswerBrokeError | None


class NotStarted(Struct, frozen=True):
    """The stub is still there."""

    function: str


class Fault(Struct, frozen=True):
    """The check, or something under it, failed by itself; `details` is for its author."""

    details: str


Ending = Passed | Wrong | Broke | NotStarted | Fault


class Verdict(Struct, frozen=True):
    """How a check ended, on which case, after how many; `complete` unless time ran out."""

    ending: Ending
    case: dict[str, Any] | None
    tried: int
    complete: bool


def hung(ending: Ending) -> bool:
    """Whether a call was cut off: to repeat it would cost as much time again."""
    return isinstance(ending, Broke) and ending.error is not None and ending.error.hung


def unrepeatable(ending: Ending) -> bool:
    """Whether there is no asking again: a call was cut off, or the device is gone that it was on."""
    return hung(ending) or (
        isinstance(ending, Broke) and ending.error is not None and ending.error.on_lost_device
    )


def died(ending: Ending) -> bool:
    """Whether the submission's process is gone."""
    return isinstance(ending, Broke) and ending.error is not None and ending.error.died
