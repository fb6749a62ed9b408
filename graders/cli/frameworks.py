"""`lazylab frameworks`: which frameworks are ready, and `lazylab frameworks add`, which makes them so."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from graders.app.environments import Installed, command_for, installed
from graders.app.making_environments import InstallError
from graders.app.making_environments import add as make
from graders.app.request import RequestError
from graders.cli.options import LanguageOption
from graders.cli.shared import console
from graders.lab.environments import OWN
from graders.lab.frameworks import RECIPES
from graders.reports.texts import Texts, choose_language, texts

_NARROW = 70
_INTERRUPTED = 130


def show(lang: str | None) -> None:
    """Show which frameworks are ready, and how to install the others."""
    words = texts(choose_language(lang))
    _show({name: installed(name) for name in RECIPES}, words)


def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help=", ".join(RECIPES))],
    lang: LanguageOption = None,
) -> None:
    """Make an environment for a framework, in your own data folder."""
    words = texts(choose_language(lang))
    recipe = RECIPES[known_framework(name, words)]

    def say(message: str, **facts: object) -> None:
        _print(words.say(f"frameworks.{message}", **facts))

    there = installed(name)
    if there is not None:
        facts = {"title": recipe.title, "version": there.version}
        say("there", **facts, where=_where(there, words))
        return
    if not recipe.pinned:
        facts = {"title": recipe.title, "command": command_for(name)}
        raise RequestError(words.say("frameworks.no_recipe", **facts))
    try:
        made = make(name, say)
    except InstallError as error:
        raise RequestError(words.say(f"frameworks.{error.reason}", **error.facts)) from None
    except KeyboardInterrupt:
        console(errors=True).print(Text(words.say("frameworks.interrupted")))
        raise typer.Exit(_INTERRUPTED) from None
    facts = {"title": recipe.title, "version": made.version}
    say("added", **facts, folder=made.environment.prefix)


def known_framework(name: str, words: Texts) -> str:
    """The name, if it is a framework's."""
    if name not in RECIPES:
        facts = {"name": name, "names": ", ".join(RECIPES)}
        raise RequestError(words.say("frameworks.unknown", **facts))
    return name


def _where(found: Installed, words: Texts) -> str:
    own = found.environment == OWN
    return words.say("frameworks.own") if own else str(found.environment.prefix)


def _show(found: dict[str, Installed | None], words: Texts) -> None:
    """A table; where that is too narrow, two lines a framework."""
    rows = [
        (name, there.version, _where(there, words))
        if there
        else (name, "", words.say("frameworks.missing", command=command_for(name)))
        for name, there in found.items()
    ]
    if console().width < _NARROW:
        for name, version, where in rows:
            _print(f"{name} {version}".strip(), style="bold")
            _print(f"  {where}")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for column in ("framework", "version", "where"):
        table.add_column(words.say(f"frameworks.{column}"), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console().print(table)


def _print(line: str, style: str = "") -> None:
    """A line as it is: commands and folders in it are there to be copied."""
    console().print(Text(line, style), soft_wrap=True)
