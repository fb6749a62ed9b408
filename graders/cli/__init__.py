"""The command `lazylab`.

Exit status: 0 full marks, or all proven; 1 marks lost; 2 the request was wrong; 3 the grader failed.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from graders.app.settings import Settings, settings_in
from graders.cli.on_demand import on_demand
from graders.cli.options import BanksOption, LanguageOption
from graders.reports.texts import DEFAULT, UnknownLanguageError, choose_language, texts

_COMMANDS = {
    "check": "graders.cli.judging:check",
    "watch": "graders.cli.watch:watch",
    "hint": "graders.cli.hints:hint",
    "demo": "graders.cli.judging:demo",
    "new": "graders.cli.new:new",
    "doctor": "graders.cli.doctor:doctor",
    "compare": "graders.cli.compare:compare_frameworks",
}
_OF_FRAMEWORKS = {"add": "graders.cli.frameworks:add"}
_OF_NBGRADER = {
    "init": "graders.cli.nbgrader:init",
    "autograde": "graders.cli.autograding:autograde",
}

app = typer.Typer(
    cls=on_demand(_COMMANDS),
    add_completion=False,
    help="Exercises on lazy parameter initialization, judged by the framework itself.",
    invoke_without_command=True,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
_frameworks = typer.Typer(
    cls=on_demand(_OF_FRAMEWORKS),
    name="frameworks",
    help="Which frameworks are ready; `add` makes an environment for one.",
    invoke_without_command=True,
    rich_markup_mode=None,
)
_nbgrader = typer.Typer(
    cls=on_demand(_OF_NBGRADER),
    name="nbgrader",
    help="Courses with nbgrader.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(_frameworks)
app.add_typer(_nbgrader)


def _show_versions(asked: bool) -> None:
    if asked:
        from importlib import metadata  # noqa: PLC0415  slow

        from graders.app.environments import installed  # noqa: PLC0415  slow
        from graders.lab.frameworks import RECIPES  # noqa: PLC0415  slow

        print(f"lazylab {metadata.version('lazylab')}")
        for name, recipe in RECIPES.items():
            if (there := installed(name)) is not None:
                print(f"{recipe.title} {there.version}")
        raise typer.Exit


VersionOption = Annotated[
    bool,
    typer.Option(
        "--version",
        is_eager=True,
        callback=_show_versions,
        help="the versions of lazylab and of the frameworks that are installed",
    ),
]


@app.callback()
def _map(
    context: typer.Context,
    lang: LanguageOption = None,
    banks: BanksOption = None,
    version: VersionOption = False,  # noqa: ARG001  its callback has done all
) -> None:
    if context.invoked_subcommand is None:
        from graders.cli.judging import show_map  # noqa: PLC0415  slow

        show_map(lang, banks)


@_frameworks.callback()
def _show_frameworks(context: typer.Context, lang: LanguageOption = None) -> None:
    if context.invoked_subcommand is None:
        from graders.cli.frameworks import show  # noqa: PLC0415  slow

        show(lang)


def main() -> None:
    """Run the command; what was asked for wrongly ends in one line and status 2."""
    language = _language(sys.argv[1:])
    try:
        command = typer.main.get_command(app)
        if language != DEFAULT:
            from graders.cli.help_pages import speak  # noqa: PLC0415  few need it

            speak(command, texts(language))
        command(default_map=_settled(command, settings_in(Path.cwd())))
    except Exception as error:
        from graders.cli.endings import told  # noqa: PLC0415  slow

        status = told(error, texts(language))
        if status is None:
            raise
        sys.exit(status)


def _language(arguments: list[str]) -> str:
    """The language to refuse in: the one asked for, if it is known, else English."""
    asked = [given for name, given in itertools.pairwise(arguments) if name == "--lang"]
    asked += [text.removeprefix("--lang=") for text in arguments if text.startswith("--lang=")]
    try:
        return choose_language(asked[0] if asked else None)
    except UnknownLanguageError:
        return DEFAULT


def _settled(command: object, settings: Settings) -> dict[str, Any]:
    """What a course has settled, as the defaults of a command's options and its subcommands'."""
    defaults: dict[str, Any] = {}
    if settings.file is not None:
        defaults["framework"] = settings.framework
    if settings.language is not None and not os.environ.get("LAZYLAB_LANG"):
        defaults["lang"] = settings.language
    below = command.commands if isinstance(command, TyperGroup) else {}
    return {**defaults, **{name: _settled(sub, settings) for name, sub in below.items()}}
