"""Which hint comes next: of a check, each time a plainer one; it is remembered which were shown."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Struct

from graders.app.request import state_folder
from graders.judging.exercises import Bank
from graders.judging.report import ExerciseReport
from graders.reports import files

_Shown = dict[str, Annotated[int, msgspec.Meta(ge=1, le=1000)]]
"""How many hints were shown, by exercise/check."""

_FAILED = ("wrong", "broke", "unfinished")


class Hint(Struct, frozen=True):
    """One of a check's hints: its number, from 1 to `count`, and what it says."""

    number: int
    count: int
    text: str

    @property
    def is_last(self) -> bool:
        """Whether there is no plainer one."""
        return self.number == self.count


def first_in_need(exercise: ExerciseReport) -> str | None:
    """The first check that failed, else the first not started; a grader's fault needs no hint."""
    for outcomes in (_FAILED, ("not_started",)):
        for check in exercise.checks:
            if check.outcome in outcomes:
                return check.name
    return None


def next_hint(
    bank: Bank, exercise: str, check: str, hints: tuple[str, ...], *, again: bool = False
) -> Hint | None:
    """The hint after the one that was shown last, or the last; `again`: the first. None of none."""
    if not hints:
        return None
    path = state_folder(bank) / "hints.json"
    number = _next(path, f"{exercise}/{check}", len(hints), again=again)
    return Hint(number, len(hints), hints[number - 1])


def _next(path: Path, key: str, count: int, *, again: bool) -> int:
    """Which hint to show, from 1 to `count`. Where nothing can be remembered, the first."""
    shown: _Shown = {}
    with contextlib.suppress(OSError, ValueError):
        shown = msgspec.json.decode(path.read_bytes(), type=_Shown)
    number = 1 if again else min(shown.get(key, 0) + 1, count)
    with contextlib.suppress(OSError):
        files.write(msgspec.json.encode({**shown, key: number}), path)
    return number
