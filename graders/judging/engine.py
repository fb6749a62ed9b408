"""Runs one check: small cases, drawn cases, shrinking, within budgets of wall-clock time.

Hypothesis draws and shrinks; it never sees what a submission raised, and it never sees a case
twice: endings are remembered by case, so an answer that changes its mind cannot confuse it. The
case that was found is tried again afterwards, to tell wrong answers from random ones.
"""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis import strategies as st
from hypothesis.database import ExampleDatabase
from msgspec import Struct

from graders.judging.checks import Check
from graders.judging.parties import (
    AnswerBrokeError,
    NotStartedError,
    Reference,
    Student,
    WrongKindError,
)
from graders.judging.transcripts import Transcript

_REPLAYS = 3
# What Hypothesis does around one example costs about as much as a case: several share an example.
_AT_ONCE = 8
# Not one that descriptions use: what a submission draws must not be what it was given, by chance.
_CASE_SEED = 1_000_003


class Effort(Struct, frozen=True):
    """How hard to look: drawn cases, wall-clock seconds for the search and for the shrinking.

    `seed` fixes what is drawn; None draws afresh. `small` turns the small cases off for repeats of
    a run that has been through them.
    """

    drawn: int = 100
    search_seconds: float = 60.0
    shrink_seconds: float = 10.0
    seed: int | None = None
    small: bool = True


class Passed(Struct, frozen=True):
    """The property held."""


class Wrong(Struct, frozen=True):
    """An `assert` failed."""


class Broke(Struct, frozen=True):
    """The submission gave no answer, or not always the same one (`error` is None)."""

    error: AnswerBrokeError | None


class NotStarted(Struct, frozen=True):
    """The stub is still there."""

    function: str


class Fault(Struct, frozen=True):
    """The check, or something under it, failed by itself; `details` is for its author."""

    details: str


Ending = Passed | Wrong | Broke | NotStarted | Fault


class Verdict(Struct, frozen=True):
    """How a check ended, on which case, after how many; `complete` unless time ran out."""

    ending: Ending
    case: dict[str, Any] | None
    tried: int
    complete: bool


class _FailingCaseError(Exception):
    """Tells Hypothesis that a case failed."""


class Engine:
    """Runs checks against one submission and its reference."""

    def __init__(
        self,
        student: Student,
        reference: Reference,
        transcript: Transcript,
        effort: Effort,
        database: ExampleDatabase | None = None,
    ) -> None:
        self._student = student
        self._reference = reference
        self._transcript = transcript
        self._effort = effort
        self._database = database

    def run(self, check: Check, key: str) -> Verdict:
        """Look for a case on which the check fails. `key` names the check in the database."""
        search = _Search(self, check, self._effort)
        case = search.small(self._remembered(key)) if self._effort.small else None
        self._remember(key, search.rank)
        if search.undecided:
            case = search.drawn(key, self._database)
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
        """The same ending again, unless the answer is random. A call that hung is not repeated."""
        if ending is None or isinstance(ending, NotStarted | Fault) or _hung(ending):
            return ending or Passed()
        again: Ending = ending
        for _ in range(1 if _died(ending) else _REPLAYS):
            again = self.look_at(check, case)
            if type(again) is not type(ending):
                return Broke(None) if not isinstance(again, Fault) else again
        return again

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


class _Search:
    """One hunt for a failing case, with its clock."""

    def __init__(self, engine: Engine, check: Check, effort: Effort) -> None:
        self._look_at = engine.look_at
        self._check = check
        self._effort = effort
        self._until = time.monotonic() + effort.search_seconds
        self._endings: dict[str, Ending] = {}
        self._found: dict[str, Any] | None = None
        self.ending: Ending | None = None
        self.rank: int | None = None
        self.tried = 0
        self.complete = True

    @property
    def undecided(self) -> bool:
        """Whether there is anything left to look for, and time to do so."""
        return self.ending is None and self.complete

    def small(self, first: int | None) -> dict[str, Any] | None:
        """The first small case that fails, last time's before all others."""
        small = self._check.cases.small
        order = list(range(len(small)))
        if first is not None and first < len(small):
            order.insert(0, first)
        for rank in order:
            if self._out_of_time():
                return None
            ending = self._ending_of(small[rank])
            if not isinstance(ending, Passed):
                self.rank, self.ending = rank, ending
                return small[rank]
        return None

    def drawn(self, key: str, database: ExampleDatabase | None) -> dict[str, Any] | None:
        """A failing case that Hypothesis found and shrank."""
        search = self._prepared(key, database)
        with contextlib.suppress(_FailingCaseError):
            search()
        if self._found is not None:
            self.ending = self._endings[repr(self._found)]
        return self._found

    def _prepared(self, key: str, database: ExampleDatabase | None) -> Callable[[], None]:
        phases = [Phase.generate, Phase.shrink] + ([Phase.reuse] if database else [])

        def search(cases: tuple[dict[str, Any], ...]) -> None:
            for case in cases:
                # What was tried before keeps its ending when time is over, or Hypothesis, which
                # comes back to it, would think that the test is random.
                if self._is_new(case) and self._out_of_time():
                    continue
                ending = self._ending_of(case)
                if not isinstance(ending, Passed):
                    self._keep(case, ending)
                    raise _FailingCaseError

        # Hypothesis files what it finds under the test's source: ours is the same for all checks.
        vars(search)["_hypothesis_internal_add_digest"] = key.encode()
        prepared = hypothesis.given(st.tuples(*[self._check.cases.drawn] * _AT_ONCE))(search)
        if self._effort.seed is not None:
            prepared = hypothesis.seed(self._effort.seed)(prepared)
        return hypothesis.settings(
            max_examples=-(-self._effort.drawn // _AT_ONCE),
            database=database,
            deadline=None,
            phases=phases,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet,
            print_blob=False,
        )(prepared)

    def _keep(self, case: dict[str, Any], ending: Ending) -> None:
        """Remember the failing case seen last: Hypothesis ends on the smallest."""
        if self._found is None:
            self._until = time.monotonic() + self._effort.shrink_seconds
        if _hung(ending) or _died(ending):
            self._until = time.monotonic()
        self._found = case

    def _is_new(self, case: dict[str, Any]) -> bool:
        return repr(case) not in self._endings

    def _ending_of(self, case: dict[str, Any]) -> Ending:
        key = repr(case)
        if key not in self._endings:
            self._endings[key] = self._look_at(self._check, case)
            self.tried += 1
        return self._endings[key]

    def _out_of_time(self) -> bool:
        over = time.monotonic() >= self._until
        if over and self._found is None:
            self.complete = False
        return over


def database_in(folder: Path) -> ExampleDatabase:
    """Where a student's own runs remember what failed last."""
    return hypothesis.database.DirectoryBasedExampleDatabase(folder)


def _hung(ending: Ending) -> bool:
    return isinstance(ending, Broke) and ending.error is not None and ending.error.hung


def _died(ending: Ending) -> bool:
    return isinstance(ending, Broke) and ending.error is not None and ending.error.died


def _is_from(check: Check, error: BaseException) -> bool:
    """Whether an `assert` of the check's own module failed, and not one in some library."""
    innermost = [frame for frame, _ in traceback.walk_tb(error.__traceback__)][-1]
    return innermost.f_code.co_filename == check.body.__code__.co_filename


def _details(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
