"""`lazylab hint`: what a prompt hints at for one check, on request, from vague to plain."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from graders.cli.judging import LanguageOption, judged
from graders.cli.shared import FULL_MARKS, GRADER_FAILED, FrameworkOption, bank_here, console
from graders.integrations.options import RequestError, Wishes, state_folder
from graders.judging.exercises import Bank, Exercise
from graders.judging.prompts import CheckText
from graders.judging.report import ExerciseReport
from graders.reports import files
from graders.reports.texts import Texts, choose_language, texts

_Shown = dict[str, Annotated[int, msgspec.Meta(ge=1, le=1000)]]
"""How many hints were shown, by exercise/check."""

_FAILED = ("wrong", "broke", "unfinished")


def hint(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="by name")],
    check: Annotated[
        str | None, typer.Argument(metavar="[CHECK]", help="by name (default: what to fix first)")
    ] = None,
    framework: FrameworkOption = "torch",
    lang: LanguageOption = None,
    again: Annotated[bool, typer.Option("--again", help="start with the first hint again")] = False,
) -> None:
    """Give one hint about a check; each time a plainer one."""
    bank = bank_here()
    words = texts(choose_language(lang))
    wishes = Wishes(framework=framework).checked()
    found = bank.exercise(exercise)
    names = [known.name for known in found.checks]
    if check is not None and check not in names:
        asked = {"exercise": exercise, "check": check, "checks": ", ".join(names)}
        raise RequestError(words.say("hint.unknown_check", **asked))
    if check is None:
        report = judged(bank, [found], wishes)
        check = _first_in_need(report.exercises[0])
        if check is None and report.grader_failed:
            _print(words.say("next.grader_fault"))
            raise typer.Exit(GRADER_FAILED)
        if check is None:
            _print(words.say("hint.all_pass", exercise=exercise))
            raise typer.Exit(FULL_MARKS)
    _show(bank, found, check, words, again=again)


def _first_in_need(exercise: ExerciseReport) -> str | None:
    """The first check that failed, else the first not started; a grader's fault needs no hint."""
    for outcomes in (_FAILED, ("not_started",)):
        for check in exercise.checks:
            if check.outcome in outcomes:
                return check.name
    return None


def _show(bank: Bank, exercise: Exercise, check: str, words: Texts, *, again: bool) -> None:
    prompt = exercise.prompt(words.language)
    text = prompt.checks.get(check, CheckText(check, ()))
    facts = {"number": prompt.number, "exercise": prompt.title, "check": text.title}
    _print(words.say("label.check", **facts), style="bold")
    count = len(text.hints)
    if not count:
        _print(words.say("hint.none"))
        return
    path = state_folder(bank) / "hints.json"
    number = _next(path, f"{exercise.name}/{check}", count, again=again)
    _print(words.say("hint.numbered", number=number, count=count, hint=text.hints[number - 1]))
    command = f"lazylab hint {exercise.name} {check}"
    if number < count:
        _print(words.say("hint.more", command=command), style="dim", whole=True)
    else:
        _print(words.say("hint.last", command=f"{command} --again"), style="dim", whole=True)


def _next(path: Path, key: str, count: int, *, again: bool) -> int:
    """Which hint to show, from 1 to `count`. Where nothing can be remembered, the first."""
    shown: _Shown = {}
    with contextlib.suppress(OSError, ValueError):
        shown = msgspec.json.decode(path.read_bytes(), type=_Shown)
    number = 1 if again else min(shown.get(key, 0) + 1, count)
    with contextlib.suppress(OSError):
        files.write(msgspec.json.encode({**shown, key: number}), path)
    return number


def _print(line: str, style: str = "", *, whole: bool = False) -> None:
    """A line; one with a command is left whole, to be copied."""
    console().print(Text(line, style), soft_wrap=whole)
