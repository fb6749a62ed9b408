"""What a course gives for an exercise, where that is not what its author gave."""

from __future__ import annotations

import math
from dataclasses import replace

from graders.judging.checks import Check

Worth = int | dict[str, int] | None
"""A whole exercise's points, or those of some of its checks by name; None: as its author has it."""


def weighed(exercise: str, checks: list[Check], worth: Worth) -> list[Check]:
    """The checks with a course's points; ValueError if these cannot be given."""
    if worth is None:
        return checks
    if isinstance(worth, int):
        points = _shares(exercise, [check.points for check in checks], worth)
        return [replace(check, points=own) for check, own in zip(checks, points, strict=True)]
    unknown = sorted(worth.keys() - {check.name for check in checks})
    if unknown:
        there_are = ", ".join(check.name for check in checks)
        raise ValueError(
            f"points are given for {exercise}/{unknown[0]}, which does not exist: {exercise} has "
            f"the checks {there_are}"
        )
    return [replace(check, points=worth.get(check.name, check.points)) for check in checks]


def _shares(exercise: str, points: list[int], total: int) -> list[int]:
    """The same shares of another total, in whole points, 1 at least."""
    if total < len(points):
        raise ValueError(
            f"{exercise} has {len(points)} checks: it takes {len(points)} points at least, "
            f"not {total}"
        )
    exact = [own * total / sum(points) for own in points]
    given = [max(1, int(share)) for share in exact]
    while sum(given) != total:
        lacks = [share - own for share, own in zip(exact, given, strict=True)]
        if sum(given) < total:
            given[lacks.index(max(lacks))] += 1
        else:
            lacks = [lack if own > 1 else math.inf for lack, own in zip(lacks, given, strict=True)]
            given[lacks.index(min(lacks))] -= 1
    return given
