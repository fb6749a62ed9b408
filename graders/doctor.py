"""Proves a bank: right answers pass and wrong ones are caught, whatever the seed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from msgspec import Struct

from graders.judging.engine import Effort
from graders.judging.exercises import Bank, SampleAnswer
from graders.judging.judge import Judge
from graders.judging.report import CheckReport


class Proof(Struct, frozen=True):
    """What came of judging one sample answer under several seeds.

    `mistakes` are the seeds under which the verdict was not the one that the sample's folder
    promises; `catches` counts, by check, the seeds under which it failed; `agreement` is the share
    of seeds whose smallest case (of the first check that fails) is the commonest one.
    """

    exercise: str
    kind: str
    name: str
    seeds: int
    mistakes: list[int]
    catches: dict[str, int]
    case: str
    agreement: float
    judgings: int
    tried: int
    seconds: float

    @property
    def proven(self) -> bool:
        """Whether every seed gave the verdict that was promised."""
        return not self.mistakes


class _Task(Struct, frozen=True):
    root: Path
    exercise: str
    framework: str
    kind: str
    name: str
    path: Path
    seeds: int
    drawn: int


def chosen_samples(
    bank: Bank, names: list[str], framework: str, only: str = ""
) -> list[tuple[str, SampleAnswer]]:
    """The sample answers of these exercises: all, or `only` the "right" or the "wrong" ones."""
    return [
        (name, sample)
        for name in names
        for sample in bank.exercise(name).samples(framework)
        if only in ("", "wrong" if sample.kind == "wrong" else "right")
    ]


def prove(
    bank: Bank,
    samples: list[tuple[str, SampleAnswer]],
    framework: str,
    *,
    seeds: int,
    drawn: int,
    jobs: int,
) -> Iterator[Proof]:
    """Judge sample answers under `seeds` seeds, `jobs` of them at a time."""
    tasks = [_task(bank, name, framework, sample, seeds, drawn) for name, sample in samples]
    if jobs == 1:
        yield from map(_prove, tasks)
        return
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_one_thread
    ) as pool:
        yield from pool.map(_prove, tasks)


def _task(
    bank: Bank, name: str, framework: str, sample: SampleAnswer, seeds: int, drawn: int
) -> _Task:
    return _Task(bank.root, name, framework, sample.kind, sample.name, sample.path, seeds, drawn)


def _one_thread() -> None:
    """As many processes as cores leave one core to each."""
    os.environ["OMP_NUM_THREADS"] = "1"


def _prove(task: _Task) -> Proof:
    exercise = Bank(task.root).exercise(task.exercise)
    mistakes: list[int] = []
    cases: Counter[str] = Counter()
    catches: Counter[str] = Counter()
    wanted = {check.name for check in exercise.checks}
    judgings, tried, seconds = 0, 0, 0.0
    for seed in range(task.seeds):
        # The small cases are the same under every seed: a right answer meets them once.
        effort = Effort(drawn=task.drawn, seed=seed, small=seed == 0 or task.kind == "wrong")
        with Judge(task.framework, effort).opened(exercise, task.path) as judging:
            reports = [judging.run(check) for check in exercise.checks if check.name in wanted]
        failed = [report for report in reports if report.outcome != "passed"]
        catches.update(report.name for report in failed)
        if bool(failed) != (task.kind == "wrong") or _is_fault(failed):
            mistakes.append(seed)
        if failed:
            cases[f"{failed[0].name}: {_case(failed[0])}"] += 1
            wanted = {report.name for report in failed} if task.kind == "wrong" else wanted
        judgings += len(reports)
        tried += sum(report.tried for report in reports)
        seconds += sum(report.seconds for report in reports)
    commonest = cases.most_common(1)
    return Proof(
        task.exercise,
        task.kind,
        task.name,
        task.seeds,
        mistakes,
        dict(catches),
        commonest[0][0] if commonest else "",
        commonest[0][1] / task.seeds if commonest else 1.0,
        judgings,
        tried,
        round(seconds, 3),
    )


def _is_fault(reports: list[CheckReport]) -> bool:
    return any(report.outcome == "grader_fault" for report in reports)


def _case(report: CheckReport) -> str:
    return ", ".join(f"{name}={value}" for name, value in report.case.items())
