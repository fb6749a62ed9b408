"""Looks for a case on which a check fails: small ones, those that others passed, drawn ones.

Hypothesis draws and shrinks; it never sees what a submission raised, and it never sees a case
twice: what was seen is remembered by case, so an answer that changes its mind cannot confuse it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis import strategies as st
from hypothesis.database import ExampleDatabase
from msgspec import Struct

from graders.judging.checks import Check
from graders.judging.outcomes import Looked, Passed, died, hung

# What Hypothesis does around one example costs about as much as a case: several share an example.
_AT_ONCE = 8


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


class _FailingCaseError(Exception):
    """Tells Hypothesis that a case failed."""


class Found(Struct, frozen=True):
    """A case on which the check does not pass, and what was seen there."""

    case: dict[str, Any]
    looked: Looked


class Search:
    """One hunt for a failing case, with its clock."""

    def __init__(
        self, look_at: Callable[[Check, dict[str, Any]], Looked], check: Check, effort: Effort
    ) -> None:
        self._look_at = look_at
        self._check = check
        self._effort = effort
        self._until = time.monotonic() + effort.search_seconds
        # What was seen, by case; None where the case was passed: nobody asks what was said there.
        self._seen: dict[str, Looked | None] = {}
        self._found: Found | None = None
        self.cases: list[dict[str, Any]] = []
        self.rank: int | None = None
        self.tried = 0
        self.complete = True

    @property
    def undecided(self) -> bool:
        """Whether there is anything left to look for, and time to do so."""
        return self._found is None and self.complete

    def small(self, first: int | None) -> Found | None:
        """The first small case that fails, last time's before all others."""
        small = self._check.cases.small
        order = list(range(len(small)))
        if first is not None and first < len(small):
            order.insert(0, first)
        for rank in order:
            if self._out_of_time():
                return None
            looked = self._looked(small[rank])
            if looked is not None:
                self.rank, self._found = rank, Found(small[rank], looked)
                return self._found
        return None

    def passes(self, cases: list[dict[str, Any]]) -> bool:
        """Whether all of these pass, as far as there is time. They are not shrunk."""
        for case in cases:
            if self._out_of_time():
                return True
            looked = self._looked(case)
            if looked is not None:
                self._keep(case, looked)
                return False
        return True

    def drawn(self, key: str, database: ExampleDatabase | None) -> Found | None:
        """A failing case that Hypothesis found and shrank."""
        search = self._prepared(key, database)
        with contextlib.suppress(_FailingCaseError):
            search()
        return self._found

    def _prepared(self, key: str, database: ExampleDatabase | None) -> Callable[[], None]:
        phases = [Phase.generate, Phase.shrink] + ([Phase.reuse] if database else [])

        def search(cases: tuple[dict[str, Any], ...]) -> None:
            for case in cases:
                # What was tried before keeps its ending when time is over, or Hypothesis, which
                # comes back to it, would think that the test is random.
                if self._is_new(case) and self._out_of_time():
                    continue
                if self._is_new(case):
                    self.cases.append(case)
                looked = self._looked(case)
                if looked is not None:
                    self._keep(case, looked)
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

    def _keep(self, case: dict[str, Any], looked: Looked) -> None:
        """Remember the failing case seen last: Hypothesis ends on the smallest."""
        if self._found is None:
            self._until = time.monotonic() + self._effort.shrink_seconds
        if hung(looked.ending) or died(looked.ending):
            self._until = time.monotonic()
        self._found = Found(case, looked)

    def _is_new(self, case: dict[str, Any]) -> bool:
        return repr(case) not in self._seen

    def _looked(self, case: dict[str, Any]) -> Looked | None:
        """What was seen on a case, looked at once; None if the case was passed."""
        key = repr(case)
        if key not in self._seen:
            looked = self._look_at(self._check, case)
            self._seen[key] = None if isinstance(looked.ending, Passed) else looked
            self.tried += 1
        return self._seen[key]

    def _out_of_time(self) -> bool:
        over = time.monotonic() >= self._until
        if over and self._found is None:
            self.complete = False
        return over
