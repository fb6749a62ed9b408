"""`lazylab hint`: what a prompt hints at for one check, on request, from vague to plain."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from graders.app.hints import first_in_need, next_hint
from graders.app.request import Request, RequestError
from graders.cli.judging import judged
from graders.cli.options import BanksOption, FrameworkOption, LanguageOption
from graders.cli.shared import bank_here, console
from graders.cli.status import FULL_MARKS, GRADER_FAILED
from graders.judging.exercises import Bank, Exercise
from graders.judging.prompts import CheckText
from graders.reports.texts import Texts, choose_language, texts


def hint(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="by name")],
    check: Annotated[
        str | None, typer.Argument(metavar="[CHECK]", help="by name (default: what to fix first)")
    ] = None,
    framework: FrameworkOption = "torch",
    lang: LanguageOption = None,
    again: Annotated[bool, typer.Option("--again", help="start with the first hint again")] = False,
    banks: BanksOption = None,
) -> None:
    """Give one hint about a check; each time a plainer one."""
    words = texts(choose_language(lang))
    request = Request(framework=framework).checked()
    bank = bank_here(banks, framework=framework)
    found = bank.exercise(exercise)
    names = [known.name for known in found.checks]
    if check is not None and check not in names:
        asked = {"exercise": exercise, "check": check, "checks": ", ".join(names)}
        raise RequestError(words.say("hint.unknown_check", **asked))
    if check is None:
        report = judged(bank, [found], request)
        check = first_in_need(report.exercises[0])
        if check is None and report.grader_failed:
            _print(words.say("next.grader_fault"))
            raise typer.Exit(GRADER_FAILED)
        if check is None:
            _print(words.say("hint.all_pass", exercise=exercise))
            raise typer.Exit(FULL_MARKS)
    _show(bank, found, check, words, again=again)


def _show(bank: Bank, exercise: Exercise, check: str, words: Texts, *, again: bool) -> None:
    prompt = exercise.prompt(words.language)
    text = prompt.checks.get(check, CheckText(check, ()))
    facts = {"number": prompt.number, "exercise": prompt.title, "check": text.title}
    _print(words.say("label.check", **facts), style="bold")
    found = next_hint(bank, exercise.name, check, text.hints, again=again)
    if found is None:
        _print(words.say("hint.none"))
        return
    said = words.say("hint.numbered", number=found.number, count=found.count, hint=found.text)
    _print(said)
    command = f"lazylab hint {exercise.name} {check}"
    if found.is_last:
        _print(words.say("hint.last", command=f"{command} --again"), style="dim", whole=True)
    else:
        _print(words.say("hint.more", command=command), style="dim", whole=True)


def _print(line: str, style: str = "", *, whole: bool = False) -> None:
    """A line; one with a command is left whole, to be copied."""
    console().print(Text(line, style), soft_wrap=whole)
