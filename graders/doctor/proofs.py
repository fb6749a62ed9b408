"""Judges a bank's sample answers: right ones pass, wrong ones are caught and named, stubs earn nothing."""

from __future__ import annotations

import atexit
import functools
import os
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from msgspec import Struct

from graders.doctor.findings import Finding, finding
from graders.judging.exercises import Bank, SampleAnswer
from graders.judging.judge import Judge
from graders.judging.report import CheckReport
from graders.judging.searching import Effort
from graders.lab.environments import Environment
from graders.lab.labs import Labs
from graders.lab.limits import Limits
from graders.lab.opening import open_labs
from graders.lab.sealed.messages import Allowance

_KINDS = ("stub", "solution", "right", "wrong")


class Proof(Struct, frozen=True):
    """What came of judging one sample answer under several seeds.

    `mistakes` are the seeds under which the verdict was not the one that the sample's folder
    promises; `named` are the beliefs that diagnosis names for a wrong answer, at the first check that
    fails, and `named_first` is the share of seeds under which its own comes first; `catches` counts,
    by check, the seeds under which it failed; `why` tells of the first mistake; `agreement` is the share of seeds whose smallest case
    (of the first check that fails) is the commonest one.
    """

    exercise: str
    kind: str
    name: str
    seeds: int
    mistakes: list[int]
    named: list[str]
    named_first: float
    catches: dict[str, int]
    case: str
    agreement: float
    judgings: int
    tried: int
    seconds: float
    why: str = ""

    @property
    def proven(self) -> bool:
        """Whether every seed gave the verdict that was promised, and the belief was named."""
        return not self.mistakes and (self.kind != "wrong" or self.name in self.named)


class _Task(Struct, frozen=True):
    root: Path
    exercise: str
    framework: str
    kind: str
    name: str
    path: Path
    seeds: int
    drawn: int
    device: str
    workers: int
    environment: Environment | None
    run: str


def chosen_samples(
    bank: Bank, names: list[str], framework: str, only: str = ""
) -> list[tuple[str, SampleAnswer]]:
    """The stubs and sample answers of these exercises, or `only` the "right" or "wrong" ones."""
    found = []
    for exercise in map(bank.exercise, names):
        stub = SampleAnswer("stub", "stub", exercise.stub(framework))
        found += [(exercise.name, sample) for sample in (stub, *exercise.samples(framework))]
    wanted = {"": _KINDS, "right": ("solution", "right"), "wrong": ("wrong",)}[only]
    return [(name, sample) for name, sample in found if sample.kind in wanted]


def prove(
    bank: Bank,
    samples: list[tuple[str, SampleAnswer]],
    framework: str,
    *,
    seeds: int,
    drawn: int,
    jobs: int,
    device: str = "cpu",
    environment: Environment | None = None,
) -> Iterator[Proof]:
    """Judge sample answers under `seeds` seeds, `jobs` of them at a time.

    `environment` has the framework, if it is not for this process.
    """
    run = uuid.uuid4().hex
    tasks = [
        _Task(
            bank.exercise(name).root,
            name,
            framework,
            sample.kind,
            sample.name,
            sample.path,
            seeds,
            drawn,
            device,
            jobs,
            environment,
            run,
        )
        for name, sample in samples
    ]
    if jobs == 1:
        yield from map(_prove, tasks)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=one_thread) as pool:
        yield from pool.map(_prove, tasks)


def one_thread() -> None:
    """As many processes as cores leave one core to each."""
    os.environ["OMP_NUM_THREADS"] = "1"


@functools.cache
def labs_of(
    framework: str, limits: Limits, device: str, workers: int, environment: Environment | None
) -> Labs:
    """Those of all answers that a process judges: to have a framework imported takes a while."""
    labs = open_labs(framework, limits, Allowance(), device, workers, environment)
    atexit.register(labs.close)
    return labs


@functools.lru_cache(maxsize=1)
def _judge(
    run: str, framework: str, device: str, workers: int, environment: Environment | None
) -> Judge:
    """One for all answers of a run: what a wrong answer does on a case is asked once for all others."""
    del run
    return Judge(framework, labs=labs_of(framework, Limits(), device, workers, environment))


def _prove(task: _Task) -> Proof:
    exercise = Bank(task.root, framework=task.framework).exercise(task.exercise)
    judge = _judge(task.run, task.framework, task.device, task.workers, task.environment)
    tally = _Tally(task, {check.name for check in exercise.checks})
    for seed in range(1 if task.kind == "stub" else task.seeds):
        # The small cases are the same under every seed: a right answer meets them once. So are
        # those that diagnosis looks at.
        effort = Effort(drawn=task.drawn, seed=seed, small=seed == 0 or task.kind == "wrong")
        with replace(judge, effort=effort, diagnose=False).opened(exercise, task.path) as judging:
            wanted = [check for check in exercise.checks if check.name in tally.wanted]
            tally.add(seed, [judging.run(check) for check in wanted])
        if tally.undiagnosed:
            with replace(judge, effort=effort).opened(exercise, task.path) as judging:
                check = next(c for c in exercise.checks if c.name == tally.undiagnosed)
                tally.diagnosed(judging.run(check))
    return tally.proof()


class _Tally:
    """Adds up what the seeds gave."""

    def __init__(self, task: _Task, wanted: set[str]) -> None:
        self._task = task
        self.wanted = wanted
        self._mistakes: list[int] = []
        self._named: dict[str, list[str]] = {}
        self._last = ""
        self.undiagnosed = ""
        self._cases: Counter[str] = Counter()
        self._catches: Counter[str] = Counter()
        self._judgings = self._tried = 0
        self._seconds = 0.0
        self._why = ""

    def add(self, seed: int, reports: list[CheckReport]) -> None:
        """The reports under one seed."""
        kind = self._task.kind
        failed = [report for report in reports if report.outcome != "passed"]
        if not _as_promised(kind, reports, failed):
            self._mistakes.append(seed)
            self._why = self._why or _why(kind, failed)
        if failed and kind != "stub":
            self._catches.update(report.name for report in failed)
            self._last = _found(failed[0])
            self._cases[self._last] += 1
        if failed and kind == "wrong":
            # What passed once will pass again, or catch more: one check that fails is enough.
            self.wanted = {report.name for report in failed}
        if failed and kind == "wrong" and self._last not in self._named:
            self.undiagnosed = failed[0].name
        self._judgings += len(reports)
        self._tried += sum(report.tried for report in reports)
        self._seconds += sum(report.seconds for report in reports)

    def diagnosed(self, report: CheckReport) -> None:
        """The last failure once more, with its diagnosis: the same for the same smallest case."""
        self._named[self._last] = [report.belief, *report.rivals] if report.belief else []
        self.undiagnosed = ""

    def _named_first(self) -> float:
        own = [case for case, named in self._named.items() if named[:1] == [self._task.name]]
        return sum(self._cases[case] for case in own) / self._task.seeds

    def proof(self) -> Proof:
        """The sum."""
        task = self._task
        commonest = self._cases.most_common(1)
        beliefs = dict.fromkeys(belief for named in self._named.values() for belief in named)
        return Proof(
            task.exercise,
            task.kind,
            task.name,
            task.seeds,
            self._mistakes,
            list(beliefs),
            self._named_first(),
            dict(self._catches),
            commonest[0][0] if commonest else "",
            commonest[0][1] / task.seeds if commonest else 1.0,
            self._judgings,
            self._tried,
            round(self._seconds, 3),
            self._why,
        )


def _as_promised(kind: str, reports: list[CheckReport], failed: list[CheckReport]) -> bool:
    if any(report.outcome == "grader_fault" for report in reports):
        return False
    if kind == "stub":
        return all(report.outcome == "not_started" for report in reports)
    return bool(failed) == (kind == "wrong")


def _why(kind: str, failed: list[CheckReport]) -> str:
    """What was not as promised, on one line."""
    faulty = [report for report in failed if report.outcome == "grader_fault"]
    if kind == "wrong" and not failed:
        return "passes every check: no check notices what it believes"
    if kind == "stub" and not faulty:
        return "gives answers: a stub raises NotImplementedError in each function"
    report = (faulty or failed)[0]
    if report.trouble is None:
        return f"{report.name}: it gives {report.came}, and {report.expected} is expected"
    facts = report.trouble.facts
    said = facts.get("details", "")
    if "error" in facts:
        said = f"{facts.get('function', '')} raises {facts['error']}: {facts.get('message', '')}"
    return f"{report.name}: {said.strip().splitlines()[-1] if said else report.trouble.kind}"


def unproven_checks(bank: Bank, proofs: list[Proof]) -> Iterator[Finding]:
    """Checks that no wrong answer fails: they prove nothing."""
    for name in dict.fromkeys(proof.exercise for proof in proofs):
        exercise = bank.exercise(name)
        wrong = [p for p in proofs if p.exercise == name and p.kind == "wrong"]
        caught = {check for proof in wrong for check in proof.catches}
        for check in exercise.checks:
            if check.name not in caught:
                problem = f"no wrong answer fails the check {check.name}"
                remedy = "add one to the exercise's wrong/, or remove the check"
                yield finding(name, exercise.root, exercise.grader, problem, remedy)


def _found(report: CheckReport) -> str:
    """The check that failed and its smallest case, on one line."""
    case = ", ".join(f"{name}={value}" for name, value in report.case.items())
    return f"{report.name}: {case}"
