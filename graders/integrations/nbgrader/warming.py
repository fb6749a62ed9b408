"""What judges a course's submissions: its bank, and judges with fork servers.

It does not need nbgrader. Parents take seconds to get warm, and nbgrader takes seconds to
import: both can happen at once.
"""

from __future__ import annotations

import atexit
import functools
from pathlib import Path

from graders.app.banks import bank_in_use
from graders.app.request import Request, keep_tidy
from graders.judging.exercises import Bank
from graders.judging.judge import Judge
from graders.lab.frameworks import HOME
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.pair import ForkServerPair, Invitations

_invited: list[Invitations] = []


def parents_of(course: Path) -> ForkServerPair:
    """The parents that all workers of a run share: they get warm while the caller goes on.

    Each worker would need seconds, and memory, for its own. Close what is returned.
    """
    labs = _official().labs(bank_of(course))
    assert isinstance(labs, SealedLabs)
    labs.fork_servers.start()
    return labs.fork_servers


def use(invited: Invitations) -> None:
    """From now on, this process and those that it forks judge with another one's parents."""
    _invited[:] = [invited]


@functools.cache
def bank_of(course: Path) -> Bank:
    """The bank that is in use in a course's folder, read once: it stays as it is."""
    return bank_in_use(here=course)


@functools.cache
def warm_judge(framework: str, *, seed: str | None, limits: tuple[str, ...]) -> Judge:
    """A judge with fork servers, one for all submissions that this process grades."""
    bank = bank_of(Path.cwd())
    keep_tidy(bank)
    judge = _official(framework, seed, limits).judge(bank, *_invited)
    atexit.register(judge.close)
    return judge


def _official(
    framework: str = HOME, seed: str | None = None, limits: tuple[str, ...] = ()
) -> Request:
    request = Request(framework=framework, official=True, sealed=True, limits=limits, seed=seed)
    return request.checked()
