"""What was earned, remembered between runs in the bank's state folder. Never needed.

The map tells what changed since the map was last looked at; every other run, what changed since the
last run of any kind. Two runs at once may forget what one of them found, and damage nothing.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Struct
from rich.table import Table

from graders.app.request import Request, state_folder
from graders.judging.exercises import Bank, Exercise
from graders.judging.report import ExerciseReport, Report
from graders.reports import files
from graders.reports.terminal import points_table
from graders.reports.texts import Texts

View = Literal["map", "run"]
_Points = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
_Earned = dict[str, dict[str, _Points]]
"""Points by framework/exercise and check."""


class _Memory(Struct):
    """What was earned when the map was last shown, and in the last run of any kind."""

    map: _Earned = {}
    run: _Earned = {}


def points(
    bank: Bank, report: Report, request: Request, words: Texts, *, view: View = "run"
) -> Table:
    """The table of points; with what changed, where somebody judges work of their own."""
    prompts = {
        found.name: bank.exercise(found.name).prompt(words.language) for found in report.exercises
    }
    changes = remember(bank, report, view) if request.remembers else {}
    return points_table(report, prompts, words, changes)


def remember(bank: Bank, report: Report, view: View = "run") -> dict[str, int]:
    """Keep what was earned; by exercise, how many points more or less than before, if not as many.

    Compared are the checks that were judged both times; a grader that failed says nothing about
    them.
    """
    memory = _read(bank)
    before = getattr(memory, view)
    changes = {}
    for exercise in report.exercises:
        key, earned = _key(exercise.framework, exercise.name), _earned(exercise)
        known = before.get(key, {})
        changes[exercise.name] = sum(earned[name] - known[name] for name in earned.keys() & known)
        for kept in {"run", view}:
            getattr(memory, kept)[key] = getattr(memory, kept).get(key, {}) | earned
    with contextlib.suppress(OSError):
        files.write(msgspec.json.encode(memory), _path(bank))
    return {name: change for name, change in changes.items() if change}


def finished(bank: Bank, exercises: list[Exercise], framework: str) -> set[str]:
    """The names of those exercises that had full marks when they were last judged."""
    earned = _read(bank).run
    return {e.name for e in exercises if _is_full(e, earned.get(_key(framework, e.name), {}))}


def _is_full(exercise: Exercise, earned: dict[str, int]) -> bool:
    return all(earned.get(check.name) == check.points for check in exercise.checks)


def _earned(exercise: ExerciseReport) -> dict[str, int]:
    return {c.name: c.earned for c in exercise.checks if c.outcome != "grader_fault"}


def _read(bank: Bank) -> _Memory:
    """What is remembered; nothing where that is damaged, or cannot be read."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        return msgspec.json.decode(_path(bank).read_bytes(), type=_Memory)
    return _Memory()


def _key(framework: str, exercise: str) -> str:
    return f"{framework}/{exercise}"


def _path(bank: Bank) -> Path:
    return state_folder(bank) / "progress.json"
