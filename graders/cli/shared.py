"""What the commands share: the bank, consoles, progress, exit statuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import track

from graders.integrations.options import RequestError, keep_tidy
from graders.judging.exercises import Bank

FULL_MARKS, MARKS_LOST, WRONG_REQUEST, GRADER_FAILED = 0, 1, 2, 3

T = TypeVar("T")

Exercises = Annotated[list[str] | None, typer.Argument(metavar="[EXERCISE …]", help="by name")]
FrameworkOption = Annotated[str, typer.Option("--framework", help="torch")]


def console(*, errors: bool = False) -> Console:
    """Where results go, or what is only for the person who waits."""
    return Console(stderr=errors, highlight=False)


def bank_here() -> Bank:
    """The bank that this program stands in; it is not part of an installed wheel."""
    bank = Bank()
    keep_tidy(bank)
    if not bank.exercises:
        raise RequestError(
            f"no exercises below {bank.root}: lazylab works in a clone of its repository, "
            "installed there with `pip install -c constraints.txt -e .`"
        )
    return bank


def extra_missing(error: ModuleNotFoundError) -> RequestError:
    """What to say where the packages that courses need are not installed."""
    return RequestError(
        f"a course needs {error.name}: pip install -c constraints.txt -e '.[nbgrader]'"
    )


def tracked(items: Iterable[T], total: int, description: str) -> Iterator[T]:
    """The same items, with a progress bar for the person who waits."""
    waiting = console(errors=True)
    return iter(track(items, description, total=total, console=waiting, transient=True))
