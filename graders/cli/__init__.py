"""The command `lazylab`.

Exit status: 0 full marks, or all proven; 1 marks lost; 2 the request was wrong; 3 the grader failed.
"""

from __future__ import annotations

import sys

import typer

from graders.cli.autograding import autograde
from graders.cli.doctor import doctor
from graders.cli.hints import hint
from graders.cli.judging import check, demo, show_map
from graders.cli.nbgrader import nbgrader
from graders.cli.shared import WRONG_REQUEST
from graders.doctor.mutants import NoMutatorError
from graders.integrations.options import RequestError
from graders.judging.exercises import UnknownExerciseError
from graders.judging.prompts import PromptError
from graders.judging.submissions import SubmissionError
from graders.lab.sealed.sandbox import SealError
from graders.reports.texts import UnknownLanguageError

app = typer.Typer(
    add_completion=False,
    help="Exercises on lazy parameter initialization, judged by the framework itself.",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.callback(invoke_without_command=True)(show_map)
for _command in (check, demo, doctor, hint):
    app.command()(_command)
nbgrader.command()(autograde)
app.add_typer(nbgrader)


def main() -> None:
    """Run the command; what was asked for wrongly ends in one line and status 2."""
    try:
        app()
    except (
        NoMutatorError,
        PromptError,
        RequestError,
        SealError,
        SubmissionError,
        UnknownExerciseError,
        UnknownLanguageError,
    ) as error:
        message = error.args[0] if error.args else error
        sys.stderr.write(f"lazylab: {message}\n")
        sys.exit(WRONG_REQUEST)
