"""`lazylab nbgrader init`: a course folder for nbgrader, made anew or brought up to date."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from graders.app.request import Request, RequestError
from graders.cli.options import BanksOption, FrameworkOption, LanguageOption
from graders.cli.shared import bank_here, console, extra_missing
from graders.lab.frameworks import HOME
from graders.reports.texts import Texts, choose_language, texts

if TYPE_CHECKING:  # an extra
    from graders.integrations.nbgrader.courses import Course, Draft
    from graders.judging.exercises import Bank, Exercise

CourseArgument = Annotated[Path, typer.Argument(metavar="COURSE", help="the course's folder")]
ExercisesOption = Annotated[
    list[str] | None,
    typer.Option("--exercises", metavar="NAME,…", help="which exercises (default: all)"),
]
AssignmentOption = Annotated[
    str | None, typer.Option("--assignment", metavar="NAME", help="make all of them one assignment")
]
UpdateOption = Annotated[
    bool, typer.Option("--update", help="show what would change in notebooks that exist")
]
WriteOption = Annotated[bool, typer.Option("--write", help="with --update: change it")]
_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def init(
    course: CourseArgument,
    exercises: ExercisesOption = None,
    framework: FrameworkOption = "torch",
    lang: LanguageOption = None,
    assignment: AssignmentOption = None,
    update: UpdateOption = False,
    write: WriteOption = False,
    banks: BanksOption = None,
) -> None:
    """Make nbgrader_config.py, and a source notebook with its solutions for each exercise.

    What exists is left alone. --update is about cells that you have not changed.
    """
    if write and not update:
        raise RequestError("--write goes with --update: look first at what would change")
    Request(framework=framework).checked()
    if framework != HOME:
        raise RequestError(
            "courses with nbgrader are judged in {home} so far, not in {framework}: leave "
            "--framework out, or judge with pytest or `lazylab check --framework {framework}`",
            home=HOME,
            framework=framework,
        )
    words = texts(choose_language(lang))
    bank = bank_here(banks, course.resolve() if course.is_dir() else None)
    found, chosen = _asked_for(course, assignment, exercises or [], framework, bank)
    lacks_line = found.config.exists and not found.is_configured
    drafts = [found.config, *found.settings(banks or [])]
    drafts += [found.notebook(e, framework, words.language, or_its_own=not lang) for e in chosen]
    for draft in drafts:
        written = (write and draft.outdated) if draft.exists else (write or not update)
        if written:
            draft.write()
        _print(f"{draft.path}  {_state(draft, words, written=written, update=update)}")
        _print(*(_changes(draft, words) if update else ()))
    if lacks_line:
        _print(f"\n{found.config.path} {words.say('course.config_lacks')}\n", found.configure_lines)
    if update and not write and any(draft.outdated or not draft.exists for draft in drafts):
        _print(words.say("course.show"))


def _asked_for(
    folder: Path, assignment: str | None, names: list[str], framework: str, bank: Bank
) -> tuple[Course, list[Exercise]]:
    """The course and its exercises; RequestError where nbgrader's format cannot be written."""
    try:
        from graders.integrations.nbgrader.courses import (  # noqa: PLC0415  an extra
            Course,
            chosen_exercises,
        )
    except ModuleNotFoundError as error:
        raise extra_missing(error) from error
    return Course(folder, assignment), chosen_exercises(bank, names, framework)


def _state(draft: Draft, words: Texts, *, written: bool, update: bool) -> str:
    """What has become of a file, or would."""
    if not draft.exists:
        return words.say("course.made" if written else "course.new")
    states = []
    if draft.outdated:
        state = "updated" if written else "newer" if update else "newer_look"
        states.append(words.say(f"course.{state}"))
    if draft.yours:
        states.append(words.say("course.yours", count=draft.yours))
    return "; ".join(states) or words.say("course.unchanged")


def _changes(draft: Draft, words: Texts) -> Iterator[Text]:
    """Cell by cell what would change, as a diff, and what stays because it was changed."""
    for change in draft.changes:
        yield Text(f"  {change.grade_id}: {words.say(f'course.cell_{change.kind}')}", style="bold")
        before, after = change.before.splitlines(), change.after.splitlines()
        diff = difflib.unified_diff(before, after, lineterm="")
        for line in islice(diff, 2, None):  # its first lines would name two files
            yield Text(f"    {line}", style=_COLORS.get(line[0], ""))


def _print(*lines: str | Text) -> None:
    """Lines as they are, however long: they are to be copied."""
    for line in lines:
        console().print(line if isinstance(line, Text) else Text(line), soft_wrap=True)
