"""Runs one check: small cases, drawn cases, shrinking, within budgets of wall-clock time.

The case that was found is tried again afterwards, to tell wrong answers from random ones.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis.database import ExampleDatabase

from graders.judging.breakdowns import AnswerBrokeError, NotStartedError, WrongKindError
from graders.judging.checks import Check
from graders.judging.conversation import Reference, Student
from graders.judging.endings import (
    Broke,
    Ending,
    Fault,
    NotStarted,
    Passed,
    Verdict,
    Wrong,
    died,
    unrepeatable,
)
from graders.judging.searching import Effort, Search
from graders.judging.transcripts import Transcript

_REPLAYS = 3
# Not one that descriptions use: what a submission draws must not be what it was given, by chance.
_CASE_SEED = 1_000_003

# The drawn cases of a check that somebody passed, by the check's key.
PassedCases = dict[str, list[dict[str, Any]]]


class Engine:
    """Runs checks against one submission and its reference."""

    def __init__(
        self,
        student: Student,
        reference: Reference,
        transcript: Transcript,
        effort: Effort,
        database: ExampleDatabase | None = None,
        passed: PassedCases | None = None,
    ) -> None:
        self._student = student
        self._reference = reference
        self._transcript = transcript
        self._effort = effort
        self._database = database
        self._passed = {} if passed is None else passed

    def run(self, check: Check, key: str) -> Verdict:
        """Look for a case on which the check fails. `key` names the check in the database."""
        search = Search(self.look_at, check, self._effort)
        case = search.small(self._remembered(key)) if self._effort.small else None
        self._remember(key, search.rank)
        if search.undecided and not self._passes_again(search, key):
            try:
                case = search.drawn(key, self._database)
            except Exception as error:  # noqa: BLE001  a strategy is its author's own code
                return Verdict(Fault(_details(error)), None, search.tried, complete=True)
            self._keep_passed(search, key)
        if case is None:
            return Verdict(search.ending or Passed(), None, search.tried, search.complete)
        return Verdict(self._confirmed(check, case, search.ending), case, search.tried, True)

    def look_at(self, check: Check, case: dict[str, Any]) -> Ending:
        """Run the check's body on one case, and say how it ended. The transcript is then its."""
        self._transcript.begin()
        self._reference.begin(_CASE_SEED)
        self._student.begin(_CASE_SEED)
        try:
            check.body(self._student, self._reference, **case)
        except WrongKindError:
            return Wrong()
        except AssertionError as error:
            return Wrong() if _is_from(check, error) else Fault(_details(error))
        except AnswerBrokeError as error:
            return Broke(error)
        except NotStartedError as error:
            return NotStarted(error.function)
        except Exception as error:  # noqa: BLE001  whatever it is, it must not stop the others
            return Fault(_details(error))
        return Passed()

    def _confirmed(self, check: Check, case: dict[str, Any], ending: Ending | None) -> Ending:
        """The same ending again, unless the answer is random."""
        if ending is None or isinstance(ending, NotStarted | Fault) or unrepeatable(ending):
            return ending or Passed()
        again: Ending = ending
        for _ in range(1 if died(ending) else _REPLAYS):
            again = self.look_at(check, case)
            if type(again) is not type(ending):
                return Broke(None) if not isinstance(again, Fault) else again
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
