"""State machines: every order, and nothing before what it needs."""

import itertools

import pytest
from hypothesis import given

from graders.strategies.orders import Steps, orders

STEPS = ("forward", "prepare", "train")
LIVES = orders(*STEPS, at_most=5, needs={"train": "prepare"})


@given(LIVES.drawn)
def test_drawn_orders_have_one_step_at_least_and_what_they_need(steps: Steps) -> None:
    assert 1 <= len(steps) <= 5
    assert set(steps) <= set(STEPS)
    if "train" in steps:
        assert "prepare" in steps[: steps.index("train")]


def test_small_orders_are_all_of_the_short_ones_the_shortest_first() -> None:
    free = orders("a", "b").small
    assert list(free) == [c for n in (1, 2, 3) for c in itertools.product("ab", repeat=n)]
    assert max(map(len, orders("a", "b", at_most=2).small)) == 2


def test_a_step_that_needs_another_one_becomes_that_one() -> None:
    assert ("train",) not in LIVES.small
    assert ("prepare", "train") in LIVES.small
    assert len(set(LIVES.small)) == len(LIVES.small)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="needs at least one step"):
        orders()
    with pytest.raises(ValueError, match="'train' is in `needs`, and is none of the steps"):
        orders("forward", needs={"train": "prepare"})
