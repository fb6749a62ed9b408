"""What can be asked for when judging, and what follows from it; pytest and the command share it."""

from __future__ import annotations

import hashlib
import math
import sys
import tomllib
from pathlib import Path
from typing import Any

from hypothesis import configuration
from hypothesis.database import ExampleDatabase
from msgspec import Struct

from graders.judging.engine import database_in
from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import OFFICIAL_SEED, Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission, find_submission
from graders.lab.frameworks import NAMES as FRAMEWORKS
from graders.lab.labs import InProcessLabs, Labs
from graders.lab.limits import Limits
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import choose_walls

_LARGEST_LIMIT = 1_000_000
DEVICES = ("auto", "cpu")


class RequestError(ValueError):
    """What was asked for does not exist or does not fit together."""


class Wishes(Struct, frozen=True):
    """How to judge, as a person asks for it. `limits` are texts like "memory=1024"."""

    submission: Path | None = None
    framework: str = "torch"
    device: str = "auto"
    official: bool = False
    sealed: bool = False
    limits: tuple[str, ...] = ()
    seed: str | None = None

    def checked(self) -> Wishes:
        """Itself; RequestError if anything in it is unknown."""
        if self.framework not in FRAMEWORKS:
            raise RequestError(
                f"unknown framework {self.framework!r}: lazylab has {', '.join(FRAMEWORKS)}"
            )
        if self.device not in DEVICES:
            raise RequestError(
                f"unknown device {self.device!r}: lazylab judges on {', '.join(DEVICES)}"
            )
        understood(self.limits, {})
        return self

    def judge(self, bank: Bank) -> Judge:
        """A judge as asked for. An official one draws the same for everybody and keeps nothing."""
        limits, allowance = understood(self.limits, limits_in(Path.cwd()))
        labs: Labs = InProcessLabs(self.framework, limits)
        if self.sealed:
            labs = SealedLabs(
                self.framework, choose_walls(), limits, allowance, hidden=_withheld(bank)
            )
        return Judge(
            self.framework,
            Effort(seed=self._seed()),
            limits,
            None if self.official else self._database(bank),
            labs=labs,
        )

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
            return Submission(bank.root / "exercises")
        return find_submission(self.submission, bank, chosen)


def _withheld(bank: Bank) -> tuple[Path, ...]:
    """What is in the bank's folder, but for the environment that may have been made in it."""
    environment = Path(sys.prefix)
    return tuple(path for path in bank.root.iterdir() if not environment.is_relative_to(path))


def limits_in(folder: Path) -> dict[str, Any]:
    """`[tool.lazylab.limits]` of the `pyproject.toml` in a folder or the nearest one above it."""
    for place in (folder, *folder.parents):
        path = place / "pyproject.toml"
        if path.is_file():
            try:
                found = tomllib.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise RequestError(f"cannot read {path}: {error}") from error
            for name in ("tool", "lazylab", "limits"):
                found = found.get(name, {})
                if not isinstance(found, dict):
                    raise RequestError(f"{path}: {name} is a table of settings, not {found!r}")
            return found
    return {}


def understood(texts: tuple[str, ...], table: dict[str, Any]) -> tuple[Limits, Allowance]:
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
        raise RequestError(f"unknown limit {min(unknown)!r}: there are {known}")
    numbers = {name: math.ceil(_number(name, value)) for name, value in wanted.items()}
    return Limits(**seconds), Allowance(**numbers)


def _number(name: str, value: Any) -> float:
    try:
        number = 0.0 if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = 0.0
    if not 0 < number < math.inf:
        raise RequestError(f"the limit {name} takes a number above 0, not {value!r}")
    if number > _LARGEST_LIMIT:
        raise RequestError(f"the limit {name} takes at most {_LARGEST_LIMIT:,}, not {value!r}")
    return number


def keep_tidy(bank: Bank) -> None:
    """Have Hypothesis keep its tables in the bank, and not where somebody happens to stand."""
    configuration.set_hypothesis_home_dir(state_folder(bank) / "hypothesis")


def state_folder(bank: Bank) -> Path:
    """Where lazylab remembers things between runs; git does not see it."""
    return bank.root / ".lazylab"
