"""`grade("exercise", "check")` in a notebook: judges what its cells define, in its own kernel.

It shows what the terminal shows, and gives the points as a plain float, which nbgrader takes as the
score of a grade cell. nbgrader gives none for a cell that writes to stderr: nothing does in here.
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Iterator

from graders.app.banks import bank_in_use
from graders.app.request import keep_tidy
from graders.judging.exercises import Exercise
from graders.judging.judge import OFFICIAL_SEED, Judge
from graders.judging.programs import MAIN, Running
from graders.judging.report import ExerciseReport
from graders.judging.searching import Effort
from graders.lab.labs import InProcessLabs
from graders.lab.limits import Limits
from graders.reports.notebook import shown
from graders.reports.texts import choose_language, texts


def grade(
    exercise: str,
    *checks: str,
    framework: str = "torch",
    lang: str | None = None,
    device: str = "cpu",
) -> float:
    """Judge checks of an exercise (all of them if none is named), show why, give the points.

    The default `device` is the one that courses grade on: the points are the same there.

    Raises `LookupError` if there is no such exercise or check, `ValueError` if there is no such
    device: a cell that asks for what there is not earns nothing.
    """
    from IPython.display import display  # noqa: PLC0415  installed wherever notebooks run

    with _nothing_on_stderr():
        bank = bank_in_use().in_framework(framework)
        keep_tidy(bank)
        known = bank.exercise(exercise)
        names = [check.name for check in known.checks]
        unknown = [name for name in checks if name not in names]
        if unknown:
            raise LookupError(
                f"{exercise} has no check {unknown[0]!r}: there are {', '.join(names)}"
            )
        report = _judged(known, framework, checks or tuple(names), device)
        data = shown(report.checks, known, framework, texts(choose_language(lang)))
    display(data, raw=True)
    return float(report.earned)


def _judged(
    exercise: Exercise, framework: str, checks: tuple[str, ...], device: str
) -> ExerciseReport:
    labs = InProcessLabs(framework, Limits(), device)
    judge = Judge(framework, Effort(seed=OFFICIAL_SEED), Limits(), labs=labs)
    return judge.judge(exercise, Running(sys.modules[MAIN]), only=checks)


@contextlib.contextmanager
def _nothing_on_stderr() -> Iterator[None]:
    """Swallow what anybody writes to stderr, as a file or below Python; warnings too."""
    streams = {id(s): s for s in (sys.stderr, sys.__stderr__) if s is not None}.values()
    below = os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    with contextlib.ExitStack() as quiet, warnings.catch_warnings():
        quiet.callback(os.close, below)
        quiet.callback(os.dup2, below, 2)
        warnings.simplefilter("ignore")
        for stream in streams:
            stream.flush()
            # Loggers keep the stream itself: to give `sys.stderr` another one is not enough.
            vars(stream)["write"] = len
            quiet.callback(vars(stream).pop, "write", None)
        os.dup2(nothing, 2)
        os.close(nothing)
        yield
