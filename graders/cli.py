"""The command `lazylab`.

Exit status: 0 full marks, or all proven; 1 marks lost; 2 the request was wrong; 3 the grader failed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, track

from graders import demo as demonstration
from graders import doctor as proving
from graders.integrations.options import RequestError, Wishes
from graders.judging.exercises import Bank, Exercise, UnknownExerciseError
from graders.judging.judge import Judge
from graders.judging.prompts import PromptError
from graders.judging.report import ExerciseReport, Report, summed
from graders.judging.submissions import Submission, SubmissionError
from graders.reports import json_file
from graders.reports.proofs import proofs_table
from graders.reports.terminal import exercise_block, points_table
from graders.reports.texts import Texts, UnknownLanguageError, choose_language, texts

FULL_MARKS, MARKS_LOST, WRONG_REQUEST, GRADER_FAILED = 0, 1, 2, 3

T = TypeVar("T")

app = typer.Typer(
    add_completion=False,
    help="Exercises on lazy parameter initialization, judged by the framework itself.",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Exercises = Annotated[list[str] | None, typer.Argument(metavar="[EXERCISE …]", help="by name")]
SubmissionOption = Annotated[
    Path | None,
    typer.Option(
        "--submission", metavar="PATH", help="a folder laid out like exercises/, or one .py file"
    ),
]
FrameworkOption = Annotated[str, typer.Option("--framework", help="torch")]
DeviceOption = Annotated[str, typer.Option("--device", help="auto or cpu")]
LanguageOption = Annotated[
    str | None, typer.Option("--lang", help="en or zh; else LAZYLAB_LANG, else the system's")
]


def _console(*, errors: bool = False) -> Console:
    return Console(stderr=errors, highlight=False)


@app.callback(invoke_without_command=True)
def show_map(context: typer.Context, lang: LanguageOption = None) -> None:
    """The map: all exercises in order, and what you have earned so far."""
    if context.invoked_subcommand is not None:
        return
    bank = _bank()
    words = texts(choose_language(lang))
    report = _judged(bank, bank.exercises, Wishes().checked())
    _show_points(bank, report, words)


@app.command()
def check(
    exercise: Exercises = None,
    submission: SubmissionOption = None,
    framework: FrameworkOption = "torch",
    device: DeviceOption = "auto",
    lang: LanguageOption = None,
    official: Annotated[
        bool, typer.Option("--official", help="fixed seed; what was not started counts as failed")
    ] = False,
    report_json: Annotated[
        Path | None, typer.Option("--report-json", metavar="FILE", help="write the report here")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="explain every failure, not only the first")
    ] = False,
) -> None:
    """Judge exercises (all of them if none is named) and explain what is wrong."""
    bank = _bank()
    words = texts(choose_language(lang))
    wishes = Wishes(submission, framework, device, official).checked()
    chosen = [bank.exercise(name) for name in exercise or []] or bank.exercises
    report = _judged(bank, chosen, wishes, named=bool(exercise))
    console = _console()
    for found in report.exercises:
        known = bank.exercise(found.name)
        prompt, beliefs = known.prompt(words.language), known.belief_texts(words.language)
        console.print(exercise_block(found, prompt, words, beliefs, everything=everything))
    _show_points(bank, report, words)
    if report_json is not None:
        _write(report, report_json)
    if report.grader_failed:
        raise typer.Exit(GRADER_FAILED)
    raise typer.Exit(FULL_MARKS if report.earned == report.possible else MARKS_LOST)


@app.command()
def demo(lang: LanguageOption = None) -> None:
    """What a student sees: for an untouched stub, for a wrong answer, for a right one."""
    words = texts(choose_language(lang))
    console = _console()
    for scene in demonstration.scenes(_bank(), words):
        console.rule(scene.title, align="left")
        console.print(scene.body)


@app.command()
def doctor(
    exercise: Exercises = None,
    framework: FrameworkOption = "torch",
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="repeat under so many seeds")] = 1,
    drawn: Annotated[int, typer.Option("--cases", min=1, help="drawn cases a check")] = 100,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="processes at a time")] = 2,
    only: Annotated[
        Literal["right", "wrong"] | None, typer.Option("--only", help="these sample answers only")
    ] = None,
) -> None:
    """Prove a bank: every right answer passes, every wrong one is caught, whatever the seed."""
    bank = _bank()
    Wishes(framework=framework).checked()
    names = [bank.exercise(name).name for name in exercise or []]
    names = names or [found.name for found in bank.exercises]
    samples = proving.chosen_samples(bank, names, framework, only or "")
    if not samples:
        raise RequestError(f"no sample answers below {bank.root / 'solutions'}: nothing to prove")
    proofs = proving.prove(bank, samples, framework, seeds=seeds, drawn=drawn, jobs=jobs)
    found = list(_tracked(proofs, len(samples), "judging"))
    _console().print(proofs_table(found))
    raise typer.Exit(FULL_MARKS if all(proof.proven for proof in found) else MARKS_LOST)


def _bank() -> Bank:
    """The bank that this program stands in; it is not part of an installed wheel."""
    bank = Bank()
    if not bank.exercises:
        raise RequestError(
            f"no exercises below {bank.root}: lazylab works in a clone of its repository, "
            "installed there with `pip install -c constraints.txt -e .`"
        )
    return bank


def _judged(bank: Bank, chosen: list[Exercise], wishes: Wishes, *, named: bool = True) -> Report:
    """Judge, with a progress bar while it takes more than a moment."""
    submission = wishes.chosen_submission(bank, chosen if named else [])
    judge = wishes.judge(bank)
    answered = [found for found in chosen if submission.answers(found)]
    if not answered:
        raise RequestError(
            f"{submission.path} answers {submission.only}, not {', '.join(e.name for e in chosen)}"
        )
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        *Progress.get_default_columns()[1:3],
        console=_console(errors=True),
        transient=True,
    )
    with progress:
        task = progress.add_task("", total=sum(len(found.checks) for found in answered))

        def step(description: str) -> None:
            progress.update(task, advance=1, description=description)

        reports = [_judge_one(judge, found, submission, step) for found in answered]
    return Report(reports, seed=judge.effort.seed)


def _judge_one(
    judge: Judge, exercise: Exercise, submission: Submission, step: Callable[[str], None]
) -> ExerciseReport:
    path = submission.file_for(exercise, judge.framework)
    reports = []
    with judge.opened(exercise, path) as judging:
        for wanted in exercise.checks:
            reports.append(judging.run(wanted))
            step(exercise.name)
    return summed(exercise.name, judge.framework, reports, str(path))


def _show_points(bank: Bank, report: Report, words: Texts) -> None:
    prompts = {
        found.name: bank.exercise(found.name).prompt(words.language) for found in report.exercises
    }
    _console().print(points_table(report, prompts, words))


def _tracked(items: Iterable[T], total: int, description: str) -> Iterator[T]:
    return iter(
        track(items, description, total=total, console=_console(errors=True), transient=True)
    )


def _write(report: Report, path: Path) -> None:
    try:
        json_file.write(report, path)
    except OSError as error:
        raise RequestError(f"cannot write the report to {path}: {error.strerror}") from error


def main() -> None:
    """Run the command; what was asked for wrongly ends in one line and status 2."""
    try:
        app()
    except (
        RequestError,
        SubmissionError,
        UnknownExerciseError,
        UnknownLanguageError,
        PromptError,
    ) as error:
        message = error.args[0] if error.args else error
        sys.stderr.write(f"lazylab: {message}\n")
        sys.exit(WRONG_REQUEST)
