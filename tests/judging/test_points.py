"""What a course gives for an exercise: shares that are whole, and add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judging.checks import Check
from graders.judging.points import weighed


def _checks(*points: int) -> list[Check]:
    return [Check(f"check_{at}", own, lambda *_: None, {}) for at, own in enumerate(points)]


def _points(checks: list[Check]) -> list[int]:
    return [check.points for check in checks]


def test_without_a_course_s_mind_an_author_s_points_stay() -> None:
    checks = _checks(3, 2)
    assert weighed("x", checks, None) is checks


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(0, 300))
def test_shares_add_up_and_keep_their_order(points: list[int], more: int) -> None:
    total = len(points) + more
    given_points = _points(weighed("x", _checks(*points), total))
    assert sum(given_points) == total
    assert min(given_points) >= 1
    for one, own in zip(points, given_points, strict=True):
        for other, others in zip(points, given_points, strict=True):
            assert own >= others or one <= other


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(1, 5))
def test_a_multiple_is_shared_exactly(points: list[int], times: int) -> None:
    found = _points(weighed("x", _checks(*points), times * sum(points)))
    assert found == [times * own for own in points]


def test_too_few_points_are_refused() -> None:
    with pytest.raises(ValueError, match="x has 3 checks: it takes 3 points at least, not 2"):
        weighed("x", _checks(1, 1, 1), 2)


def test_single_checks_can_be_given_points() -> None:
    assert _points(weighed("x", _checks(3, 2), {"check_1": 9})) == [3, 9]


def test_points_for_what_there_is_not_are_refused() -> None:
    with pytest.raises(ValueError, match=r"x/chekc_1.*x has the checks check_0, check_1"):
        weighed("x", _checks(3, 2), {"chekc_1": 9})
