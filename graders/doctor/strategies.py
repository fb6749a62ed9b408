"""Whether a check's strategies draw what they promise: those that throw away most of it rarely do."""

from __future__ import annotations

from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis.errors import FailedHealthCheck, HypothesisWarning, NoSuchExample, Unsatisfiable

from graders.judging.checks import Check

_DRAWS = 60
_TOLERATED = [check for check in HealthCheck if check is not HealthCheck.filter_too_much]
_SETTINGS = hypothesis.settings(
    max_examples=_DRAWS,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=_TOLERATED,
    verbosity=Verbosity.quiet,
)


def strategy_failure(check: Check) -> tuple[str, str] | None:
    """Why a check's cases cannot be drawn, or rarely, and a remedy; None if all is well."""
    seen: set[str] = set()

    def take(case: dict[str, Any]) -> None:
        seen.add(", ".join(f"{name}={case[name]!r}" for name in sorted(case)))

    try:
        for case in check.cases.small:
            take(case)
        _SETTINGS(hypothesis.given(check.cases.drawn)(take))()
    except (FailedHealthCheck, NoSuchExample, Unsatisfiable):
        return (
            "its strategies throw away most of what they draw",
            "build what is meant, without assume() and .filter()",
        )
    except (Exception, HypothesisWarning) as error:  # noqa: BLE001  the author's own code
        return f"its strategies raise {type(error).__name__}: {error}", "mend them"
    if len(seen) == 1:
        return f"its strategies draw nothing but {seen.pop()}", "let them draw what can differ"
    return None
