"""Judges submissions: opens labs, runs the checks of an exercise, turns verdicts into reports."""

from __future__ import annotations

import contextlib
import os
import random
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis.database import ExampleDatabase
from msgspec import structs

from graders.judging.audits import AuditedLab
from graders.judging.checks import Check
from graders.judging.conversation import Reference, Student
from graders.judging.diagnosis import (
    Behaviour,
    OpenAnswers,
    Probe,
    Subject,
    behaviour,
    diagnose,
)
from graders.judging.engine import Engine, PassedCases, Verdict
from graders.judging.evidence import check_report, fault_report
from graders.judging.exercises import Exercise
from graders.judging.importing import GraderError
from graders.judging.outcomes import NoAnswer, Random
from graders.judging.pictures import pictured
from graders.judging.programs import Program, answer_at
from graders.judging.report import (
    DEVICE_GONE,
    CheckReport,
    ExerciseReport,
    Outcome,
    summed,
)
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.judging.transcripts import Transcript
from graders.lab.devices import Placement
from graders.lab.lab import Lab
from graders.lab.labs import InProcessLabs, Labs
from graders.lab.limits import Limits
from graders.lab.messages import Failed

OFFICIAL_SEED = 20_240_229


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
    _beside: OpenAnswers[Judging] = field(default_factory=OpenAnswers, repr=False, compare=False)
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
        self._spelling = exercise.spelling_for_reports(judge.framework)
        self._fault, own = _load_instruments(exercise, judge.framework, lab, reference)
        transcript = Transcript(self._spelling)  # each case has one of its own
        self._engine = Engine(
            Student(lab, transcript, own, self._framework),
            Reference(reference, transcript, own, self._framework),
            self._spelling,
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
        fault = self._fault or _fault_of_cases(check)
        if fault:
            return fault_report(check, fault)
        if self._unusable is not None:
            outcome: Outcome = "grader_fault" if self._unusable.kind == DEVICE_GONE else "broke"
            return CheckReport(check.name, check.points, 0, outcome, trouble=self._unusable)
        started = time.monotonic()
        check = check.on(self._placement.others)
        verdict = self._engine.run(check, self._key(check))
        seconds = time.monotonic() - started
        signatures = self._exercise.prompt("en").signatures
        report = check_report(check, verdict, seconds, signatures, self._spelling)
        if self._judge.diagnose and verdict.case and report.outcome in ("wrong", "broke"):
            return self._diagnosed(self._with_picture(report, verdict), check, verdict)
        return report

    def behaviours(self, probes: list[Probe]) -> list[Behaviour]:
        """What the answer does on cases of checks."""
        return [behaviour(self._engine.look_at(check, case)) for check, case in probes]

    def _key(self, check: Check) -> str:
        """Names the check on these devices, in what is remembered of former runs."""
        key = f"lazylab/{self._framework}/{self._exercise.name}/{check.name}"
        if self._placement != Placement():
            key += f" on {' '.join(self._placement.devices)}"
        return key

    def _with_picture(self, report: CheckReport, verdict: Verdict) -> CheckReport:
        """The report with what the framework does in the case that was tried last."""
        if verdict.case is None or verdict.transcript is None:
            return report
        labs = self._lab, self._reference
        drawn = pictured(verdict.transcript, verdict.case, labs, self._spelling)
        return structs.replace(report, picture=drawn)

    def _diagnosed(self, report: CheckReport, check: Check, verdict: Verdict) -> CheckReport:
        """The report with the belief that behaves the same. What hangs or is random has none."""
        ending = verdict.ending
        told_by_nobody = isinstance(ending, Random) or (
            isinstance(ending, NoAnswer) and (ending.hung or ending.died)
        )
        wrong = [s for s in self._exercise.samples(self._framework) if s.kind == "wrong"]
        if told_by_nobody or not wrong or verdict.case is None:
            return report
        known = {s.name: self._judge.known(self._exercise, s.path) for s in wrong}
        found = diagnose(self._exercise, check, verdict.case, self, known)
        if not found.beliefs:
            return report
        first, *rivals = found.beliefs
        return structs.replace(report, belief=first, rivals=rivals, agreed=found.cases)


def _fault_of_cases(check: Check) -> str:
    """Why there are no cases to try; empty if there are. Strategies are an author's own code."""
    try:
        check.cases  # noqa: B018  made here for the first time
    except Exception as error:  # noqa: BLE001  whatever it is, it must not stop the others
        return f"{check.name}: its cases cannot be made: {type(error).__name__}: {error}"
    return ""


def _load_instruments(
    exercise: Exercise, framework: str, lab: Lab, reference: Lab
) -> tuple[str, dict[str, str]]:
    """Give both labs the exercise's own instruments: why that cannot be, and their full names."""
    try:
        instruments = exercise.equipment(framework)
    except GraderError as error:
        return str(error), {}
    if instruments is None:
        return "", {}
    for place in (reference, lab):  # what fails, fails where no submission is concerned
        reply = place.ask(instruments)
        if isinstance(reply, Failed):
            return f"{instruments.path}: {reply.error.kind}: {reply.error.message}", {}
    return "", {name.rpartition("/")[2]: name for name in instruments.returns}


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
