"""Which belief behaves the same: a failed answer beside the wrong answers that come with a bank.

Each wrong answer acts on one belief. The one that does what the student's answer does, on the
smallest failing case and on further ones, is named. None is named if none fits; several are if
they cannot be told apart.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct

from graders.judging.checks import Check
from graders.judging.exercises import Exercise
from graders.judging.outcomes import Looked, NoAnswer, Passed
from graders.lab.lab import Lab
from graders.lab.messages import Handle, Strange
from graders.lab.observations import Forward, Gradients, Raised, Snapshot, Values

_PROBES = 24
_ELSEWHERE = 12

Case = dict[str, Any]
Made = TypeVar("Made")


class OpenAnswers(Generic[Made]):
    """What has been made of a bank's own answers, in labs that stay open: diagnosis asks them again.

    Those of one exercise at a time.
    """

    def __init__(self) -> None:
        self._exercise = ""
        self._made: dict[Path, Made] = {}
        self._open = contextlib.ExitStack()

    def kept(
        self,
        exercise: str,
        path: Path,
        place: AbstractContextManager[Lab],
        make: Callable[[Lab], Made],
    ) -> Made:
        """What was made of this answer; at its first time, in a new lab. Other exercises' are closed."""
        if self._exercise != exercise:
            self.close()
            self._exercise = exercise
        if path not in self._made:
            self._made[path] = make(self._open.enter_context(place))
        return self._made[path]

    def close(self) -> None:
        """Close all labs."""
        self._open.close()
        self._made.clear()


class Diagnosis(Struct, frozen=True):
    """The beliefs that fit best, and on how many failing cases they were compared."""

    beliefs: list[str]
    cases: int


Probe = tuple[Check, Case]


class Subject(Protocol):
    """An answer that can be asked what it does on cases."""

    def behaviours(self, probes: list[Probe]) -> list[Behaviour]:
        """What it does on each."""


class Behaviour(Struct, frozen=True):
    """What an answer did on one case.

    `outline` has no numbers of tensors in it: they depend on the order in which weights are drawn,
    which is a matter of style. `numbers` has them, rounded, for what the outlines leave open.
    """

    ending: str
    outline: tuple[Any, ...]
    numbers: tuple[float, ...] = ()

    def resembles(self, other: Behaviour, *, closely: bool = False) -> bool:
        """Whether both did the same; `closely`, also with the same numbers."""
        alike = self.ending == other.ending and self.outline == other.outline
        return alike and (not closely or self.numbers == other.numbers)

    @property
    def failed(self) -> bool:
        """Whether the case was not passed."""
        return self.ending != Passed.__name__


def behaviour(looked: Looked) -> Behaviour:
    """The behaviour that was seen on a case."""
    ending, transcript = looked.ending, looked.transcript
    kind = type(ending).__name__
    if isinstance(ending, NoAnswer):
        raised = getattr(ending.reply, "error", None)
        kind += f":{type(ending.reply).__name__}:{raised.kind if raised else ''}"
    compared = transcript.compared.came if transcript.compared else None
    answers = tuple(_without_style(came) for came in transcript.answers())
    outline = (answers, transcript.steps(), _without_style(compared))
    return Behaviour(kind, outline, tuple(_numbers(transcript.observed())))


def diagnose(
    exercise: Exercise, check: Check, case: Case, student: Subject, known: dict[str, Subject]
) -> Diagnosis:
    """The beliefs among the `known` wrong answers, by name, whose behaviour is the student's."""
    smallest = _seen(student, [(check, case)])
    alike = _best(list(known), known, smallest, always=True)
    if not alike:
        return Diagnosis([], 1)
    seen = _seen(student, [(check, probe) for probe in _spread(check.cases.small, _PROBES)])
    failing = [(probe, said) for probe, said in seen if said.failed]
    alike = _best(alike, known, failing, always=True)
    alike = _best(alike, known, seen)
    if len(alike) > 1:
        others = [other for other in exercise.checks if other.name != check.name]
        seen += _seen(student, [(o, p) for o in others for p in _spread(o.cases.small, _ELSEWHERE)])
        alike = _best(alike, known, seen)
    if len(alike) > 1:
        alike = _best(alike, known, seen, closely=True)
    return Diagnosis(alike, 1 + len(failing))


def _seen(student: Subject, probes: list[Probe]) -> list[tuple[Probe, Behaviour]]:
    return list(zip(probes, student.behaviours(probes), strict=True))


def _best(
    names: list[str],
    known: dict[str, Subject],
    seen: list[tuple[Probe, Behaviour]],
    *,
    always: bool = False,
    closely: bool = False,
) -> list[str]:
    """The names that agree with what was seen most often, or `always`."""
    scores = {name: _score(known[name], seen, closely=closely) for name in names}
    most = len(seen) if always else max(scores.values(), default=0)
    return [name for name, score in scores.items() if score == most]


def _score(subject: Subject, seen: list[tuple[Probe, Behaviour]], *, closely: bool) -> int:
    """On how many cases it does what was seen."""
    did = subject.behaviours([probe for probe, _ in seen])
    return sum(
        own.resembles(said, closely=closely) for own, (_, said) in zip(did, seen, strict=True)
    )


def _spread(cases: tuple[Case, ...], count: int) -> list[Case]:
    """At most so many cases, evenly spaced, the smallest among them."""
    step = max(1, -(-len(cases) // count))
    return list(cases[::step])


def _numbers(value: Any) -> Iterator[float]:
    """All numbers of tensors in an observation, rounded to what float32 keeps."""
    match value:
        case Values(numbers=numbers):
            yield from (round(number, 4) for number in numbers)
        case Forward(output=output):
            yield from _numbers(output)
        case Gradients(by_name=by_name):
            yield from _numbers(list(by_name.values()))
        case list() | tuple():
            for item in value:
                yield from _numbers(item)


def _without_style(value: Any) -> Any:
    match value:
        case Handle():
            return "live"
        case Strange(kind=kind):
            return ("strange", kind)
        case Raised(kind=kind, facts=facts):
            return ("raised", kind, tuple(sorted(facts.items())))
        case Values(shape=shape):
            return ("values", shape)
        case Forward(output=output):
            return _without_style(output)
        case Snapshot(weight_shapes=shapes):
            return _without_style(shapes)
        case Gradients(by_name=by_name):
            return _without_style(list(by_name.values()))
        case list() | tuple():
            return tuple(map(_without_style, value))
        case dict():
            return tuple(sorted((repr(k), _without_style(v)) for k, v in value.items()))
        case _:
            return (type(value).__name__, value)
