"""Results as plain data, the same for every way of showing them. Imports nothing of ours."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct, field

Outcome = Literal["passed", "wrong", "broke", "not_started", "unfinished", "grader_fault"]

VERSION = 1
_DIED = "died_"
BENT = f"{_DIED}bent"


class CallReport(Struct, frozen=True):
    """One call as code, who was asked ("submission" or "reference"), and what came back."""

    asked: str
    code: str
    came: str


class Trouble(Struct, frozen=True):
    """Why there was no answer: `kind` says which message to show, `facts` fill it in."""

    kind: str
    facts: dict[str, str] = {}


class CheckReport(Struct, frozen=True):
    """What one check found.

    `case` is the smallest failing case as code, by argument; `calls` is its transcript; `came` and
    `expected` are the two sides of the comparison that decided. `tried` counts cases. `belief` is
    the name of the belief that behaves the same on `agreed` failing cases, `rivals` of those that
    cannot be told from it.
    """

    name: str
    points: int
    earned: int
    outcome: Outcome
    case: dict[str, str] = {}
    calls: list[CallReport] = []
    came: str = ""
    expected: str = ""
    expected_from: Literal["", "framework", "exercise"] = ""
    stopped: dict[str, str] = {}
    trouble: Trouble | None = None
    belief: str | None = None
    rivals: list[str] = []
    agreed: int = 0
    printed: str = ""
    tried: int = 0
    seconds: float = 0.0


class ExerciseReport(Struct, frozen=True):
    """The checks of one exercise; `flags` are for the instructor."""

    name: str
    framework: str
    checks: list[CheckReport]
    flags: list[str] = []
    earned: int = 0
    possible: int = 0
    submission: str = ""


class Report(Struct, frozen=True):
    """All results of one run. `seal` names the walls around the submission, empty without any."""

    exercises: list[ExerciseReport]
    version: int = VERSION
    seed: int | None = None
    seal: str = ""
    tool: dict[str, str] = field(default_factory=dict)

    @property
    def earned(self) -> int:
        """Points earned in all exercises."""
        return sum(exercise.earned for exercise in self.exercises)

    @property
    def possible(self) -> int:
        """Points that could be earned."""
        return sum(exercise.possible for exercise in self.exercises)

    @property
    def grader_failed(self) -> bool:
        """Whether any check broke through a fault of its own."""
        return any(
            check.outcome == "grader_fault"
            for exercise in self.exercises
            for check in exercise.checks
        )


def summed(
    name: str, framework: str, checks: list[CheckReport], submission: str = ""
) -> ExerciseReport:
    """An exercise's report from those of its checks.

    Who bends the instruments earns nothing, not even where that was not noticed.
    """
    flags = [flag for check in checks if (flag := _flag(check))]
    if any(check.trouble is not None and check.trouble.kind == BENT for check in checks):
        checks = [msgspec.structs.replace(check, earned=0) for check in checks]
    return ExerciseReport(
        name,
        framework,
        checks,
        flags,
        earned=sum(check.earned for check in checks),
        possible=sum(check.points for check in checks),
        submission=submission,
    )


def _flag(check: CheckReport) -> str:
    """What the instructor should know of a check's end."""
    if check.outcome == "grader_fault":
        return f"{check.name}: the grader failed"
    if check.outcome == "unfinished":
        return f"{check.name}: not all cases were tried"
    if check.trouble is not None and check.trouble.kind.startswith(_DIED):
        said = check.trouble.facts.get("detail") or check.trouble.kind.removeprefix(_DIED)
        return f"{check.name}: the submission's process ended: {said}"
    return ""
