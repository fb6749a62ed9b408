"""What can be asked for when judging, and what follows from it; pytest and the command share it."""

from __future__ import annotations

import contextlib
import hashlib
import math
import sys
from pathlib import Path
from typing import Any

from hypothesis import configuration
from hypothesis.database import ExampleDatabase
from msgspec import Struct

from graders.app.environments import environment_for
from graders.app.settings import RequestError, Settings, settings_in
from graders.judging.engine import database_in
from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import OFFICIAL_SEED, Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission, find_submission
from graders.lab.devices import WITHOUT_CARDS, known
from graders.lab.frameworks import NAMES as FRAMEWORKS
from graders.lab.labs import Labs
from graders.lab.limits import Limits
from graders.lab.opening import open_labs
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.pair import Invitations
from graders.lab.sealed.sandbox import choose_walls

__all__ = [
    "Request",
    "RequestError",
    "keep_tidy",
    "limits_in",
    "limits_of",
    "parsed_limits",
    "state_folder",
]

_LARGEST_LIMIT = 1_000_000


class Request(Struct, frozen=True):
    """How to judge, as a person asks for it. `limits` are texts like "memory=1024".

    `workers` processes judge at the same time, and share a GPU.
    """

    submission: Path | None = None
    framework: str = "torch"
    device: str = "auto"
    official: bool = False
    sealed: bool = False
    limits: tuple[str, ...] = ()
    seed: str | None = None
    workers: int = 1

    def checked(self) -> Request:
        """Itself; RequestError or DeviceError if anything in it is unknown."""
        if self.framework not in FRAMEWORKS:
            raise RequestError(
                "unknown framework {name!r}: lazylab has {known}",
                name=self.framework,
                known=", ".join(FRAMEWORKS),
            )
        known(self.device)
        parsed_limits(self.limits, {})
        return self

    @property
    def remembers(self) -> bool:
        """Whether this is about a person's own work, and not about a submission or its marks."""
        return self.submission is None and not self.official

    def judge(self, bank: Bank, invited: Invitations | None = None) -> Judge:
        """A judge as asked for. An official one draws the same for everybody and keeps nothing.

        A sealed one that is `invited` shares the fork servers of another process.
        """
        labs = self.labs(bank, invited)
        with contextlib.ExitStack() as refused:
            refused.callback(labs.close)
            if isinstance(labs, SealedLabs):
                labs.fork_servers.warm()  # later it would look like an answer's fault
            if self.device not in WITHOUT_CARDS:
                labs.placement  # noqa: B018  says at once what is not there
            refused.pop_all()
        settings = settings_in(Path.cwd())
        return Judge(
            self.framework,
            Effort(seed=self._seed(), drawn=settings.cases or Effort().drawn),
            limits_of(self.limits, settings)[0],
            None if self.official else self._database(bank),
            labs=labs,
        )

    def labs(self, bank: Bank, invited: Invitations | None = None) -> Labs:
        """The judge's labs, of which nothing is started yet."""
        limits, allowance = limits_of(self.limits, settings_in(Path.cwd()))
        environment = environment_for(self.framework)
        if not self.sealed:
            return open_labs(
                self.framework, limits, allowance, self.device, self.workers, environment
            )
        return SealedLabs(
            self.framework,
            choose_walls(),
            limits,
            allowance,
            _withheld(bank),
            self.device,
            environment,
            self.workers,
            invited,
        )

    def untried(self, judge: Judge) -> str:
        """Why somebody who asked for all devices has had no GPU; empty if there was one."""
        return judge.placement.missing if self.device == "all" else ""

    def _seed(self) -> int | None:
        """Cases follow from it. A course that keeps its own makes them hard to foresee."""
        if self.seed is not None:
            return int.from_bytes(hashlib.sha256(self.seed.encode()).digest()[:6])
        return OFFICIAL_SEED if self.official else None

    def _database(self, bank: Bank) -> ExampleDatabase:
        return database_in(state_folder(bank) / "failures")

    def chosen_submission(self, bank: Bank, chosen: list[Exercise]) -> Submission:
        """The submission, which is the bank's own `exercises/` unless another one is named."""
        if self.submission is None:
            return Submission()
        return find_submission(self.submission, bank, chosen)


def _withheld(bank: Bank) -> tuple[Path, ...]:
    """What is in the banks' folders, but for the environment that may have been made in one."""
    environment = Path(sys.prefix)
    inside = (path for root in bank.roots for path in root.iterdir())
    return tuple(path for path in inside if not environment.is_relative_to(path))


def limits_in(folder: Path) -> dict[str, Any]:
    """The limits that a course has settled, by name."""
    return settings_in(folder).limits


def limits_of(texts: tuple[str, ...], settings: Settings) -> tuple[Limits, Allowance]:
    """Limits from the command line and from a course's settings; what is wrong there is named."""
    for name, value in settings.limits.items():
        try:
            parsed_limits((), {name: value})
        except RequestError as error:
            raise settings.refuse(error, "limits", name) from error
    return parsed_limits(texts, settings.limits)


def parsed_limits(texts: tuple[str, ...], table: dict[str, Any]) -> tuple[Limits, Allowance]:
    """Limits from a course's table and from the command line, which comes first."""
    wanted = dict(table)
    for text in texts:
        name, _, value = text.partition("=")
        wanted[name] = value
    seconds = {
        name: _number(name, wanted.pop(name)) for name in Limits.__struct_fields__ if name in wanted
    }
    unknown = wanted.keys() - set(Allowance.__struct_fields__)
    if unknown:
        known = ", ".join((*Limits.__struct_fields__, *Allowance.__struct_fields__))
        raise RequestError(
            "unknown limit {name!r}: there are {known}", name=min(unknown), known=known
        )
    numbers = {name: math.ceil(_number(name, value)) for name, value in wanted.items()}
    return Limits(**seconds), Allowance(**numbers)


def _number(name: str, value: Any) -> float:
    try:
        number = 0.0 if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = 0.0
    if not 0 < number < math.inf:
        raise RequestError(
            "the limit {name} takes a number above 0, not {value!r}", name=name, value=value
        )
    if number > _LARGEST_LIMIT:
        raise RequestError(
            "the limit {name} takes at most {most:,}, not {value!r}",
            name=name,
            most=_LARGEST_LIMIT,
            value=value,
        )
    return number


def keep_tidy(bank: Bank) -> None:
    """Have Hypothesis keep its tables in the bank, and not where somebody happens to stand."""
    configuration.set_hypothesis_home_dir(state_folder(bank) / "hypothesis")


def state_folder(bank: Bank) -> Path:
    """Where lazylab remembers things between runs; git does not see it."""
    return (bank.root if bank.root in bank.roots else Path.cwd()) / ".lazylab"
