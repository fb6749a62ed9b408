"""`lazylab new`: an exercise to begin with, in a bank of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from graders.app.banks import bank_around, bank_in_use
from graders.app.request import Request
from graders.cli.options import FrameworkOption
from graders.cli.shared import console
from graders.judging.exercises import BANK_FILE
from graders.reports.texts import choose_language, texts
from graders.scaffold import folder_for, new_exercise


def new(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="its name")],
    framework: FrameworkOption = "torch",
    bank: Annotated[
        Path | None,
        typer.Option(
            "--bank", metavar="DIR", help="where (default: the bank that you are in, else here)"
        ),
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="en or zh")] = None,
) -> None:
    """Write a small exercise that is right, for you to change. Nothing is ever overwritten."""
    words = texts(choose_language(lang))
    Request(framework=framework).checked()
    folder = folder_for(bank)
    known = bank_in_use([folder] if (folder / BANK_FILE).is_file() else [])
    for path in new_exercise(exercise, framework, folder, known):
        console().print(Text(str(path)), soft_wrap=True)
    option = "" if bank_around(Path.cwd()) == folder.resolve() else f" --bank {folder}"
    said = words.say("new.next", doctor=f"lazylab doctor {exercise}{option}")
    console().print(Text(said), soft_wrap=True)
