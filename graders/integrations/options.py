"""What can be asked for when judging, and what follows from it; pytest and the command share it."""

from __future__ import annotations

from pathlib import Path

from hypothesis.database import ExampleDatabase
from msgspec import Struct

from graders.judging.engine import Effort, database_in
from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import OFFICIAL_SEED, Judge
from graders.judging.submissions import Submission, find_submission
from graders.lab.frameworks import NAMES as FRAMEWORKS
from graders.lab.limits import Limits

DEVICES = ("auto", "cpu")


class RequestError(ValueError):
    """What was asked for does not exist or does not fit together."""


class Wishes(Struct, frozen=True):
    """How to judge, as a person asks for it."""

    submission: Path | None = None
    framework: str = "torch"
    device: str = "auto"
    official: bool = False
    call_seconds: float = Limits().call_seconds

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
        return self

    def judge(self, bank: Bank) -> Judge:
        """A judge as asked for. An official one draws the same for everybody and keeps nothing."""
        return Judge(
            self.framework,
            Effort(seed=OFFICIAL_SEED if self.official else None),
            Limits(call_seconds=self.call_seconds),
            None if self.official else self._database(bank),
        )

    def _database(self, bank: Bank) -> ExampleDatabase:
        return database_in(state_folder(bank) / "failures")

    def chosen_submission(self, bank: Bank, chosen: list[Exercise]) -> Submission:
        """The submission, which is the bank's own `exercises/` unless another one is named."""
        if self.submission is None:
            return Submission(bank.root / "exercises")
        return find_submission(self.submission, bank, chosen)


def state_folder(bank: Bank) -> Path:
    """Where lazylab remembers things between runs; git does not see it."""
    return bank.root / ".lazylab"
