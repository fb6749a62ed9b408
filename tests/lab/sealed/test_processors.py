"""The judge and a child take turns on one processor, and the judge has all of them again afterwards."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.lab.limits import Limits
from graders.lab.messages import Call, Load, Returned
from graders.lab.sealed import processors
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Walls

WHERE = b"""
import os
def where():
    return sorted(os.sched_getaffinity(0))
"""


def test_the_judge_stays_where_it_is_and_is_free_again() -> None:
    before = os.sched_getaffinity(0)
    with processors.on_one_processor():
        here = os.sched_getaffinity(0)
        assert len(here) == 1
        assert here <= before
        with processors.on_one_processor():
            assert os.sched_getaffinity(0) == here
        assert os.sched_getaffinity(0) == here
    assert os.sched_getaffinity(0) == before


def test_it_is_free_again_after_an_error() -> None:
    before = os.sched_getaffinity(0)
    with pytest.raises(ValueError, match="inside"), processors.on_one_processor():
        raise ValueError("inside")
    assert os.sched_getaffinity(0) == before


def test_a_processor_that_is_not_allowed_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel may move the thread between the two looks."""
    before = os.sched_getaffinity(0)
    monkeypatch.setattr(processors, "_current", lambda: 10**6)
    with processors.on_one_processor():
        assert os.sched_getaffinity(0) == before


def test_a_child_shares_the_processor_of_the_judge(walls: Walls) -> None:
    labs = SealedLabs("torch", walls, Limits(), Allowance())
    try:
        with labs.submission() as lab:
            here = sorted(os.sched_getaffinity(0))
            lab.ask(Load(WHERE, "where", "where.py"))
            assert lab.ask(Call("where")) == Returned(here)
    finally:
        labs.close()
    assert len(here) == 1


@given(st.sets(st.integers(0, 255), min_size=1), st.integers(1, 300))
def test_processors_are_shared_out_evenly(known: set[int], judges: int) -> None:
    shares = processors.shared_out(known, judges)
    assert len(shares) == judges
    assert all(shares)
    assert set().union(*shares) == known
    times = Counter(number for share in shares for number in share)
    assert max(times.values()) - min(times.values()) <= 1
    assert max(times.values()) == 1 or judges > len(known)
