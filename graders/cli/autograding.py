"""`lazylab nbgrader autograde`: a class's submissions, several at a time, and a table of how it went."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from graders.cli.options import LanguageOption
from graders.cli.shared import console, extra_missing, tracked
from graders.cli.status import FULL_MARKS, MARKS_LOST
from graders.integrations.nbgrader.warming import parents_of
from graders.reports.texts import Texts, choose_language, texts

if TYPE_CHECKING:  # an extra
    from graders.integrations.nbgrader.autograding import StudentGraded

_ALL_CORES = os.cpu_count() or 1
CourseOption = Annotated[
    Path, typer.Option("--course", metavar="FOLDER", help="the course's folder (default: here)")
]
JobsOption = Annotated[
    int, typer.Option("--jobs", min=1, help="how many students at a time (default: all cores)")
]
StudentOption = Annotated[
    list[str] | None, typer.Option("--student", help="only this one; can be repeated")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="also what was graded before, as nbgrader's --force")
]


def autograde(
    assignment: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    course: CourseOption = Path(),
    jobs: JobsOption = _ALL_CORES,
    student: StudentOption = None,
    force: ForceOption = False,
    lang: LanguageOption = None,
) -> None:
    """Grade an assignment as `nbgrader autograde` does: the same gradebook, in less time.

    Exit status 1 if a submission could not be graded.
    """
    words = texts(choose_language(lang))

    def waiting(results: Iterator[StudentGraded], total: int) -> Iterator[StudentGraded]:
        return tracked(results, total, assignment)

    with contextlib.closing(parents_of(course.resolve())) as parents:
        try:  # while they get warm
            from graders.integrations.nbgrader import autograding  # noqa: PLC0415  an extra
        except ModuleNotFoundError as error:
            raise extra_missing(error) from error
        found = autograding.autograde(
            course,
            assignment,
            parents,
            jobs=jobs,
            force=force,
            only=tuple(student or ()),
            waiting=waiting,
        )
    console().print(_table(found, words))
    raise typer.Exit(MARKS_LOST if any(one.failed for one in found) else FULL_MARKS)


def _table(found: list[StudentGraded], words: Texts) -> Table:
    """Who has what, and what the instructor should look at."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(words.say("course.student"), no_wrap=True)
    table.add_column(words.say("label.points"), justify="right", no_wrap=True)
    table.add_column(words.say("course.remarks"))
    for one in found:
        points = words.say("label.of", earned=f"{one.score:g}", possible=f"{one.possible:g}")
        remarks = "\n".join(dict.fromkeys(one.remarks))
        table.add_row(one.student, words.say("course.ungraded") if one.failed else points, remarks)
    return table
