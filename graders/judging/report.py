"""Results as plain data, the same for every way of showing them. Imports nothing of ours."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct, field

Outcome = Literal["passed", "wrong", "broke", "not_started", "unfinished", "grader_fault"]

VERSION = 1
_DIED = "died_"
BENT = f"{_DIED}bent"
DEVICE_GONE = f"{_DIED}device_lost"


class CallReport(Struct, frozen=True):
    """One call as code, who was asked ("submission" or "reference"), and what came back."""

    asked: str
    code: str
    came: str


class Trouble(Struct, frozen=True):
    """Why there was no answer: `kind` says which message to show, `facts` fill it in."""

    kind: str
    facts: dict[str, str] = {}


class ParameterDrawn(Struct, frozen=True):
    """One parameter of a layer at one moment: `shape` is None while it is uninitialized.

    `object` is the same number wherever the same parameter object stands: tied layers share it.
    """

    name: str
    shape: list[int] | None
    object: int


class LayerDrawn(Struct, frozen=True):
    """One layer: its code, and whether its input size was given; None if it takes any size."""

    code: str
    given: bool | None = None


class Pass(Struct, frozen=True):
    """One batch on its way through the network.

    `shapes` are those on the arrows: what came in, and what each layer gave, as far as it went.
    `stopped` is the position of the layer that refused what came to it, `error` what it said; without
    a position, the network as a whole said it.
    """

    batch: str
    shapes: list[list[int]]
    stopped: int | None = None
    error: str = ""


class PartDrawn(Struct, frozen=True):
    """One layer of the submission's network: the name of its class, and what it holds."""

    kind: str
    parameters: list[ParameterDrawn]


class Picture(Struct, frozen=True):
    """A network of the smallest failing case, as the framework itself has it, batch by batch.

    `states[0]` holds the parameters of each layer after construction, `states[n]` those after
    `passes[n - 1]`; nested networks are drawn flat. `yours` is the network that the submission gave
    back, when the check was over; empty if it gave none. There may be one of the two only.
    """

    layers: list[LayerDrawn] = []
    passes: list[Pass] = []
    states: list[list[list[ParameterDrawn]]] = []
    yours: list[PartDrawn] = []


class CheckReport(Struct, frozen=True):
    """What one check found.

    `case` is the smallest failing case as code, by argument; `calls` is its transcript; `came` and
    `expected` are the two sides of the comparison that decided. `tried` counts cases. `belief` is
    the name of the belief that behaves the same on `agreed` failing cases, `rivals` of those that
    cannot be told from it. `picture` shows what the framework does in this case, if it has a network.
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
    picture: Picture | None = None
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
    """All results of one run. `seal` names the walls around the submission, empty without any.

    `devices` are those on which networks have lived, the one first where nothing else was said;
    `untried` is why there was no GPU among them, if all devices were asked for.
    """

    exercises: list[ExerciseReport]
    version: int = VERSION
    seed: int | None = None
    seal: str = ""
    devices: list[str] = []
    untried: str = ""
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
    if check.trouble is not None and check.trouble.kind == DEVICE_GONE:
        return f"{check.name}: not judged: the GPU had stopped working for this run"
    if check.outcome == "grader_fault":
        return f"{check.name}: the grader failed"
    if check.outcome == "unfinished":
        return f"{check.name}: not all cases were tried"
    if check.trouble is not None and check.trouble.kind.startswith(_DIED):
        said = check.trouble.facts.get("detail") or check.trouble.kind.removeprefix(_DIED)
        return f"{check.name}: the submission's process ended: {said}"
    return ""
