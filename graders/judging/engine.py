"""Runs one check: small cases, drawn cases, shrinking, within budgets of wall-clock time.

The case that was found is tried again afterwards, to tell wrong answers from random ones. What is
seen on a case comes back with a transcript of its own.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis.database import ExampleDatabase
from msgspec import Struct

from graders.judging.checks import Check
from graders.judging.conversation import Reference, Student
from graders.judging.outcomes import (
    CheckEndedError,
    Ending,
    Fault,
    Looked,
    NotStarted,
    Passed,
    Random,
    Wrong,
    died,
    unrepeatable,
)
from graders.judging.searching import Effort, Found, Search
from graders.judging.transcripts import Transcript
from graders.lab.frameworks.common.spelling import Spelling

_REPLAYS = 3
# Not one that descriptions use: what a submission draws must not be what it was given, by chance.
_CASE_SEED = 1_000_003

# The drawn cases of a check that somebody passed, by the check's key.
PassedCases = dict[str, list[dict[str, Any]]]


class Verdict(Struct, frozen=True):
    """How a check ended, after how many cases; `complete` unless time ran out.

    `case` is the one that it ended on, and `transcript` what was said there; None if it passed.
    """

    ending: Ending
    tried: int
    complete: bool
    case: dict[str, Any] | None = None
    transcript: Transcript | None = None


class Engine:
    """Runs checks against one submission and its reference."""

    def __init__(
        self,
        student: Student,
        reference: Reference,
        spelling: Spelling,
        effort: Effort,
        database: ExampleDatabase | None = None,
        passed: PassedCases | None = None,
    ) -> None:
        self._student = student
        self._reference = reference
        self._spelling = spelling
        self._effort = effort
        self._database = database
        self._passed = {} if passed is None else passed

    def run(self, check: Check, key: str) -> Verdict:
        """Look for a case on which the check fails. `key` names the check in the database."""
        search = Search(self.look_at, check, self._effort)
        found = search.small(self._remembered(key)) if self._effort.small else None
        self._remember(key, search.rank)
        if search.undecided and not self._passes_again(search, key):
            try:
                found = search.drawn(key, self._database)
            except Exception as error:  # noqa: BLE001  a strategy is its author's own code
                return Verdict(Fault(_details(error)), search.tried, complete=True)
            self._keep_passed(search, key)
        if found is None:
            return Verdict(Passed(), search.tried, search.complete)
        looked = self._confirmed(check, found)
        return Verdict(looked.ending, search.tried, True, found.case, looked.transcript)

    def look_at(self, check: Check, case: dict[str, Any]) -> Looked:
        """Run the check's body on one case, and say how it ended and what was said."""
        transcript = Transcript(self._spelling)
        self._reference.begin(_CASE_SEED, transcript)
        self._student.begin(_CASE_SEED, transcript)
        return Looked(self._ending(check, case), transcript)

    def _ending(self, check: Check, case: dict[str, Any]) -> Ending:
        try:
            check.body(self._student, self._reference, **case)
        except CheckEndedError as error:
            return error.ending
        except AssertionError as error:
            return Wrong() if _is_from(check, error) else Fault(_details(error))
        except Exception as error:  # noqa: BLE001  whatever it is, it must not stop the others
            return Fault(_details(error))
        return Passed()

    def _confirmed(self, check: Check, found: Found) -> Looked:
        """What is seen on this case once more: the same ending, unless the answer is random."""
        first = found.looked
        if isinstance(first.ending, NotStarted | Fault) or unrepeatable(first.ending):
            return first
        again = first
        for _ in range(1 if died(first.ending) else _REPLAYS):
            again = self.look_at(check, found.case)
            if isinstance(again.ending, Fault):
                return again
            if type(again.ending) is not type(first.ending):
                return Looked(Random(), again.transcript)
        return again

    def _passes_again(self, search: Search, key: str) -> bool:
        """Whether the drawn cases that others passed are passed here, too. Drawing costs more."""
        return key in self._passed and search.passes(self._passed[key])

    def _keep_passed(self, search: Search, key: str) -> None:
        """As long as all pass, a seed draws the same cases for everyone."""
        fixed = self._effort.seed is not None and self._database is None
        if fixed and search.undecided:
            self._passed[key] = search.cases

    def _remembered(self, key: str) -> int | None:
        """Rank of the small case that failed last time."""
        stored = self._database.fetch(key.encode()) if self._database else ()
        return next((int(rank) for rank in stored if rank.isdigit()), None)

    def _remember(self, key: str, rank: int | None) -> None:
        if self._database is None:
            return
        for stored in list(self._database.fetch(key.encode())):
            self._database.delete(key.encode(), stored)
        if rank is not None:
            self._database.save(key.encode(), str(rank).encode())


def database_in(folder: Path) -> ExampleDatabase:
    """Where a student's own runs remember what failed last."""
    return hypothesis.database.DirectoryBasedExampleDatabase(folder)


def _is_from(check: Check, error: BaseException) -> bool:
    """Whether an `assert` of the check's own module failed, and not one in some library."""
    innermost = [frame for frame, _ in traceback.walk_tb(error.__traceback__)][-1]
    return innermost.f_code.co_filename == check.body.__code__.co_filename


def _details(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
