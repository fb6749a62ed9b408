"""What the commands share: the bank, consoles, progress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from graders.app.banks import bank_in_use
from graders.app.request import RequestError, keep_tidy
from graders.judging.exercises import Bank, Exercise, sound
from graders.lab.frameworks import HOME

T = TypeVar("T")


def console(*, errors: bool = False) -> Console:
    """Where results go, or what is only for the person who waits."""
    return Console(stderr=errors, highlight=False)


def bank_here(
    named: Sequence[Path] | None = None, here: Path | None = None, framework: str = HOME
) -> Bank:
    """All banks that can be found from here, and `named` ones; what is wrong with any is said."""
    bank = bank_in_use(named or (), here).in_framework(framework)
    keep_tidy(bank)
    for complaint in bank.complaints:
        _say(complaint)
    if not bank.exercises:
        raise RequestError(
            "no exercises below {root}: those of lazylab are in a clone of its repository, "
            "installed there with `pip install -c constraints.txt -e .`. Others: --bank DIR",
            root=bank.root,
        )
    return bank


def judgeable(exercises: list[Exercise]) -> list[Exercise]:
    """The exercises whose checks can be imported; of the others it is said why, if any is left."""
    good, faults = sound(exercises)
    if not good:
        raise faults[0]
    for fault in faults:
        _say(str(fault))
    return good


def _say(problem: str) -> None:
    console(errors=True).print(f"lazylab: {problem}", style="yellow", markup=False, soft_wrap=True)


def extra_missing(error: ModuleNotFoundError) -> RequestError:
    """What to say where the packages that courses need are not installed."""
    return RequestError(
        f"a course needs {error.name}: pip install -c constraints.txt -e '.[nbgrader]'"
    )


def tracked(items: Iterable[T], total: int, description: str) -> Iterator[T]:
    """The same items, with a progress bar for the person who waits."""
    waiting = console(errors=True)
    return iter(track(items, description, total=total, console=waiting, transient=True))
