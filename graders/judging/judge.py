"""Judges submissions: opens labs, runs the checks of an exercise, turns verdicts into reports."""

from __future__ import annotations

import contextlib
import os
import random
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis.database import ExampleDatabase
from msgspec import structs

from graders.judging.agreement import Refused
from graders.judging.audits import AuditedLab
from graders.judging.beside import Beside
from graders.judging.breakdowns import AnswerBrokeError
from graders.judging.checks import Check
from graders.judging.conversation import Reference, Student
from graders.judging.diagnosis import Behaviour, Probe, Subject, behaviour, diagnose
from graders.judging.endings import Broke, Fault, NotStarted, Passed, Verdict, Wrong
from graders.judging.engine import Engine, PassedCases
from graders.judging.exercises import Exercise
from graders.judging.pictures import pictured
from graders.judging.preparing import equipped, fault_of_cases
from graders.judging.programs import Program, answer_at
from graders.judging.report import (
    DEVICE_GONE,
    CallReport,
    CheckReport,
    ExerciseReport,
    Outcome,
    Trouble,
    summed,
)
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.judging.transcripts import Transcript, printable
from graders.judging.troubles import of_answer, raised_by
from graders.lab.devices import Placement
from graders.lab.lab import Lab
from graders.lab.labs import InProcessLabs, Labs
from graders.lab.limits import Limits
from graders.lab.spellings import SPELLINGS

OFFICIAL_SEED = 20_240_229
_MAX_PRINTED_SHOWN = 1_000


def _nothing() -> None:
    """Nobody waits."""


@dataclass(frozen=True)
class Judge:
    """How submissions are judged: framework, effort, limits, whether a stub counts as failed."""

    framework: str = "torch"
    effort: Effort = field(default_factory=Effort)
    limits: Limits = field(default_factory=Limits)
    database: ExampleDatabase | None = None
    diagnose: bool = True
    labs: Labs | None = None
    _known: dict[Path, _Known] = field(default_factory=dict, repr=False, compare=False)
    _beside: Beside[Judging] = field(default_factory=Beside, repr=False, compare=False)
    passed: PassedCases = field(default_factory=dict, repr=False, compare=False)

    @property
    def placement(self) -> Placement:
        """Where networks live, and which devices checks draw."""
        return self.labs.placement if self.labs else Placement()

    @property
    def seal(self) -> str:
        """The kind of walls around submissions; empty without any."""
        return self.labs.seal if self.labs else ""

    def close(self) -> None:
        """Give back what the labs keep between submissions."""
        self.let_go()
        if self.labs:
            self.labs.close()

    def let_go(self) -> None:
        """Close what stays open for diagnosis; the labs can be used by others."""
        self._beside.close()

    def judge(
        self,
        exercise: Exercise,
        answer: Submission | Program,
        after_check: Callable[[], None] = _nothing,
        only: Collection[str] | None = None,
    ) -> ExerciseReport:
        """The checks of one exercise; `after_check` is called after each, for who waits."""
        if isinstance(answer, Submission):
            answer = answer_at(answer.file_for(exercise, self.framework), exercise)
        reports = []
        with self.opened(exercise, answer) as judging:
            for check in exercise.checks:
                if only is None or check.name in only:
                    reports.append(judging.run(check))
                    after_check()
        return summed(exercise.name, self.framework, reports, str(answer.path))

    def known(self, exercise: Exercise, path: Path) -> Subject:
        """A wrong answer of the bank's; what it does on a case is asked once for all submissions."""
        return self._known.setdefault(path, _Known(self, exercise, path))

    @contextlib.contextmanager
    def opened(self, exercise: Exercise, answer: Path | Program) -> Iterator[Judging]:
        """One answer, loaded and ready to be checked."""
        program = answer_at(answer, exercise) if isinstance(answer, Path) else answer
        labs = self.labs or InProcessLabs(self.framework, self.limits)
        with labs.submission() as own:
            chance = random.Random(os.urandom(16))  # noqa: S311  seeded by what nobody knows
            lab = AuditedLab(own, labs.control(), chance) if labs.seal else own
            yield Judging(self, exercise, program, lab, labs.reference())

    @contextlib.contextmanager
    def opened_beside(self, exercise: Exercise, path: Path) -> Iterator[Judging]:
        """A wrong answer of the bank's own. Where labs can be open side by side, it stays open.

        To start a process for each question that diagnosis has would cost more than the answers.
        """
        labs = self.labs
        place = labs.beside() if labs else None
        if labs is None or place is None:
            with self.opened(exercise, path) as judging:
                yield judging
            return

        def made(lab: Lab) -> Judging:
            return Judging(self, exercise, answer_at(path, exercise), lab, labs.reference())

        yield self._beside.kept(exercise.name, path, place, made)


class Judging:
    """One answer to one exercise under examination."""

    def __init__(
        self, judge: Judge, exercise: Exercise, program: Program, lab: Lab, reference: Lab
    ) -> None:
        self._exercise = exercise
        self._framework = judge.framework
        self._transcript = Transcript(SPELLINGS[judge.framework])
        self._fault, own = equipped(exercise, judge.framework, lab, reference)
        self._engine = Engine(
            Student(lab, self._transcript, own, self._framework),
            Reference(reference, self._transcript, own, self._framework),
            self._transcript,
            judge.effort,
            judge.database,
            judge.passed,
        )
        self._judge = judge
        self._placement = judge.placement
        self._lab, self._reference = lab, reference
        module = f"{exercise.name}_{program.path.stem.replace('.', '_')}"
        self._unusable = program.load(lab, module)

    def run(self, check: Check) -> CheckReport:
        """Run one check."""
        fault = self._fault or fault_of_cases(check)
        if fault:
            trouble = Trouble("grader_fault", {"details": fault})
            return CheckReport(check.name, check.points, 0, "grader_fault", trouble=trouble)
        if self._unusable is not None:
            outcome: Outcome = "grader_fault" if self._unusable.kind == DEVICE_GONE else "broke"
            return CheckReport(check.name, check.points, 0, outcome, trouble=self._unusable)
        started = time.monotonic()
        check = check.on(self._placement.others)
        key = f"lazylab/{self._framework}/{self._exercise.name}/{check.name}"
        if self._placement != Placement():
            key += f" on {' '.join(self._placement.devices)}"
        verdict = self._engine.run(check, key)
        report = self._reported(check, verdict, time.monotonic() - started)
        if self._judge.diagnose and verdict.case and report.outcome in ("wrong", "broke"):
            return self._diagnosed(self._with_picture(report, verdict.case), check, verdict)
        return report

    def behaviours(self, probes: list[Probe]) -> list[Behaviour]:
        """What the answer does on cases of checks."""
        return [
            behaviour(self._transcript, self._engine.look_at(check, case)) for check, case in probes
        ]

    def _with_picture(self, report: CheckReport, case: dict[str, Any]) -> CheckReport:
        """The report with what the framework does in the case that was tried last."""
        spelling = SPELLINGS[self._framework]
        labs = self._lab, self._reference
        drawn = pictured(self._transcript, case, labs, spelling)
        return structs.replace(report, picture=drawn)

    def _diagnosed(self, report: CheckReport, check: Check, verdict: Verdict) -> CheckReport:
        """The report with the belief that behaves the same. What hangs or is random has none."""
        error = verdict.ending.error if isinstance(verdict.ending, Broke) else None
        hung_or_random = isinstance(verdict.ending, Broke) and (
            error is None or error.hung or error.died
        )
        wrong = [s for s in self._exercise.samples(self._framework) if s.kind == "wrong"]
        if hung_or_random or not wrong or verdict.case is None:
            return report
        known = {s.name: self._judge.known(self._exercise, s.path) for s in wrong}
        found = diagnose(self._exercise, check, verdict.case, self, known)
        if not found.beliefs:
            return report
        first, *rivals = found.beliefs
        return structs.replace(report, belief=first, rivals=rivals, agreed=found.cases)

    def _reported(self, check: Check, verdict: Verdict, seconds: float) -> CheckReport:
        outcome, trouble = self._outcome(verdict)
        passed = outcome == "passed"
        facts: dict[str, Any] = {}
        if verdict.case is not None and outcome in ("wrong", "broke", "grader_fault"):
            facts = self._evidence(verdict.case, outcome)
        return CheckReport(
            check.name,
            check.points,
            check.points if passed else 0,
            outcome,
            trouble=trouble,
            tried=verdict.tried,
            seconds=round(seconds, 3),
            **facts,
        )

    def _outcome(self, verdict: Verdict) -> tuple[Outcome, Trouble | None]:
        match verdict.ending:
            case Passed():
                return ("passed", None) if verdict.complete else ("unfinished", None)
            case Wrong():
                return "wrong", raised_by(self._transcript)
            case NotStarted(function=function):
                return "not_started", Trouble("not_started", {"function": function})
            case Broke(error=None):
                return "broke", Trouble("random")
            case Broke(error=AnswerBrokeError(device_lost=True) as error):
                return "grader_fault", of_answer(error, self._exercise)
            case Broke(error=AnswerBrokeError() as error):
                return "broke", of_answer(error, self._exercise)
            case Broke(error=other):
                raise TypeError(f"not an answer that broke: {other!r}")
            case Fault(details=details):
                return "grader_fault", Trouble("grader_fault", {"details": details})

    def _evidence(self, case: dict[str, Any], outcome: Outcome) -> dict[str, Any]:
        """What a person needs to see why: the case, the calls, both sides."""
        transcript = self._transcript
        spelling = SPELLINGS[self._framework]
        facts: dict[str, Any] = {
            "case": {name: spelling.code(value) for name, value in case.items()},
            "calls": [CallReport(line.asked, line.code, line.came) for line in transcript.lines()],
            "printed": printable(transcript.printed[-_MAX_PRINTED_SHOWN:]),
        }
        if outcome == "wrong" and transcript.compared is not None:
            compared = transcript.compared
            by_framework = transcript.asked_reference and not isinstance(compared.expected, Refused)
            facts["came"] = transcript.shown(compared.came)
            facts["expected"] = transcript.shown(compared.expected)
            facts["expected_from"] = "framework" if by_framework else "exercise"
            stop = transcript.reference_stop()
            if stop is not None and stop.stop is not None:
                came, taken = stop.stop.came, stop.stop.taken
                facts["stopped"] = {
                    "layer": str(stop.stop.layer),
                    "came": str(came),
                    "taken": str(taken),
                }
        return facts


class _Known:
    """A wrong answer of the bank's; what it did on a case is remembered."""

    def __init__(self, judge: Judge, exercise: Exercise, path: Path) -> None:
        self._judge = judge
        self._exercise = exercise
        self._path = path
        self._seen: dict[str, Behaviour] = {}

    def behaviours(self, probes: list[Probe]) -> list[Behaviour]:
        """What the wrong answer does, each case asked once."""
        keys = [f"{check.name}: {case!r}" for check, case in probes]
        new = {key: probe for key, probe in zip(keys, probes, strict=True) if key not in self._seen}
        if new:
            with self._judge.opened_beside(self._exercise, self._path) as judging:
                self._seen.update(zip(new, judging.behaviours(list(new.values())), strict=True))
        return [self._seen[key] for key in keys]
