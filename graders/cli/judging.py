"""`lazylab`, `lazylab check`, `lazylab demo`: judging, and showing what came of it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn

from graders import demo as demonstration
from graders.app import progress
from graders.app.report_files import report_files, write_reports
from graders.app.request import Request, RequestError
from graders.app.settings import settings_in
from graders.cli.options import (
    BanksOption,
    DeviceOption,
    Exercises,
    FrameworkOption,
    LanguageOption,
    LimitOption,
    ReportOption,
)
from graders.cli.shared import bank_here, console, judgeable
from graders.cli.status import FULL_MARKS, GRADER_FAILED, MARKS_LOST
from graders.judging.exercises import Bank, Exercise
from graders.judging.report import ExerciseReport, Report
from graders.reports import formats
from graders.reports.stories import story_of
from graders.reports.terminal import exercise_block
from graders.reports.texts import Texts, choose_language, texts

SubmissionOption = Annotated[
    Path | None,
    typer.Option(
        "--submission",
        metavar="PATH",
        help="a folder laid out like exercises/, a .py file or a notebook",
    ),
]
OfficialOption = Annotated[
    bool, typer.Option("--official", help="fixed seed; what was not started counts as failed")
]
SealedOption = Annotated[
    bool | None,
    typer.Option(
        "--sealed/--unsealed",
        help="run the submission in a sealed process, or with your own rights "
        "(default: sealed where --submission is given)",
    ),
]
SeedOption = Annotated[
    str | None, typer.Option("--seed", help="any text: the cases of an official run follow")
]
AllOption = Annotated[bool, typer.Option("--all", help="explain every failure, not only the first")]


def show_map(lang: str | None, banks: list[Path] | None) -> None:
    """The map: all exercises in order, what you have earned so far, and what is new of it."""
    words = texts(choose_language(lang))
    request = Request(framework=settings_in(Path.cwd()).framework).checked()
    bank = bank_here(banks, framework=request.framework)
    report = judged(bank, judgeable(bank.offered), request)
    console().print(progress.points(bank, report, request, words, view="map"))


def check(
    exercise: Exercises = None,
    submission: SubmissionOption = None,
    framework: FrameworkOption = "torch",
    device: DeviceOption = "auto",
    lang: LanguageOption = None,
    official: OfficialOption = False,
    reports: ReportOption = None,
    sealed: SealedOption = None,
    limit: LimitOption = None,
    seed: SeedOption = None,
    everything: AllOption = False,
    banks: BanksOption = None,
) -> None:
    """Judge exercises (all of them if none is named) and explain what is wrong."""
    words = texts(choose_language(lang))
    walled = submission is not None if sealed is None else sealed
    limits = tuple(limit or ())
    asked = report_files(reports or [], formats.names())
    request = Request(submission, framework, device, official, walled, limits, seed).checked()
    bank = bank_here(banks, framework=framework)
    chosen = [bank.exercise(name) for name in exercise or []] or bank.offered
    good = judgeable(chosen)
    report = judged(bank, good, request, named=bool(exercise))
    _print(report, bank, words, everything=everything)
    console().print(progress.points(bank, report, request, words))
    if report.untried:
        console().print(words.say("device.untried", why=report.untried), style="dim")
    if submission is not None and not walled:
        console(errors=True).print(words.say("label.unsealed"), style="yellow")
    write_reports(report, bank, words, asked)
    if report.grader_failed or len(good) < len(chosen):
        raise typer.Exit(GRADER_FAILED)
    raise typer.Exit(FULL_MARKS if report.earned == report.possible else MARKS_LOST)


def _print(report: Report, bank: Bank, words: Texts, *, everything: bool) -> None:
    """What is wrong in each exercise, and why."""
    for found in report.exercises:
        told = story_of(found, bank.exercise(found.name), words)
        console().print(exercise_block(told, words, everything=everything))


def demo(lang: LanguageOption = None) -> None:
    """What a student sees: for an untouched stub, for a wrong answer, for a right one."""
    words = texts(choose_language(lang))
    terminal = console()
    for scene in demonstration.scenes(bank_here(), words):
        terminal.rule(scene.title, align="left")
        terminal.print(scene.body)


def judged(bank: Bank, chosen: list[Exercise], request: Request, *, named: bool = True) -> Report:
    """Judge, with a progress bar while it takes more than a moment."""
    submission = request.chosen_submission(bank, chosen if named else [])
    answered = [found for found in chosen if submission.answers(found)]
    if not answered:
        raise RequestError(
            "{path} answers {only}, not {asked}",
            path=submission.path,
            only=submission.only,
            asked=", ".join(exercise.name for exercise in chosen),
        )
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        *Progress.get_default_columns()[1:3],
        console=console(errors=True),
        transient=True,
    )
    with progress, contextlib.closing(request.judge(bank)) as judge:
        task = progress.add_task("", total=sum(len(found.checks) for found in answered))

        def reported(found: Exercise) -> ExerciseReport:
            progress.update(task, description=found.name)
            return judge.judge(found, submission, lambda: progress.advance(task))

        reports = [reported(found) for found in answered]
        devices, untried = list(judge.placement.devices), request.untried(judge)
    return Report(
        reports, seed=judge.effort.seed, seal=judge.seal, devices=devices, untried=untried
    )
