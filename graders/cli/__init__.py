"""The command `lazylab`.

Exit status: 0 full marks, or all proven; 1 marks lost; 2 the request was wrong; 3 the grader failed.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from graders.app.request import RequestError
from graders.app.settings import Settings, settings_in
from graders.cli.autograding import autograde
from graders.cli.compare import compare_frameworks
from graders.cli.doctor import doctor
from graders.cli.frameworks import frameworks
from graders.cli.help_pages import speak
from graders.cli.hints import hint
from graders.cli.judging import check, demo, show_map
from graders.cli.nbgrader import nbgrader
from graders.cli.new import new
from graders.cli.shared import GRADER_FAILED, WRONG_REQUEST
from graders.cli.watch import watch
from graders.doctor.mutants import NoMutatorError
from graders.judging.exercises import UnknownExerciseError
from graders.judging.importing import GraderError
from graders.judging.prompts import PromptError
from graders.judging.submissions import SubmissionError
from graders.lab.devices import DeviceError
from graders.lab.sealed.sandbox import SealError
from graders.reports.texts import DEFAULT, UnknownLanguageError, choose_language, texts

app = typer.Typer(
    add_completion=False,
    help="Exercises on lazy parameter initialization, judged by the framework itself.",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.callback(invoke_without_command=True)(show_map)
for _command in (check, watch, hint, demo, new, doctor):
    app.command()(_command)
app.command("compare")(compare_frameworks)
nbgrader.command()(autograde)
app.add_typer(frameworks)
app.add_typer(nbgrader)


def main() -> None:
    """Run the command; what was asked for wrongly ends in one line and status 2."""
    try:
        command = typer.main.get_command(app)
        speak(command, texts(_language(sys.argv[1:])))
        command(default_map=_settled(command, settings_in(Path.cwd())))
    except GraderError as error:
        sys.stderr.write(f"lazylab: {error}\n")
        sys.exit(GRADER_FAILED)
    except (
        DeviceError,
        NoMutatorError,
        PromptError,
        RequestError,
        SealError,
        SubmissionError,
        UnknownExerciseError,
        UnknownLanguageError,
    ) as error:
        words = texts(_language(sys.argv[1:]))
        sys.stderr.write(f"lazylab: {words.refusal(error)}\n")
        sys.exit(WRONG_REQUEST)


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
