"""Cases that depend on the devices there are: the same everywhere unless there are more."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.bank.deferred_mlp.cases import before_dry_runs
from graders.bank.dimension_mismatch.cases import furnished_repairs
from graders.judging.checks import Check, check
from graders.judging.checks import given as told
from graders.judging.exercises import Bank
from graders.networks import Network
from graders.strategies.cases import Cases, among, by_device, together
from graders.strategies.sizes import any_devices, holds_numbers, other_devices, places, sizes

MORE = ("meta", "cuda:0")
PLACED: dict[str, Callable[[], Cases[Any]]] = {
    "other devices": other_devices,
    "any devices": any_devices,
    "places": places,
    "repairs": furnished_repairs,
    "dry runs": lambda: before_dry_runs(double=True, anywhere=True),
}


def _device(case: Any) -> str | None:
    network = case if isinstance(case, Network) else getattr(case, "network", None)
    return case if network is None else network.device


@pytest.mark.parametrize("kind", PLACED)
def test_the_devices_that_every_machine_has_are_the_default(kind: str) -> None:
    assert PLACED[kind]().on(("meta",)).small == PLACED[kind]().small


@pytest.mark.parametrize("kind", PLACED)
def test_more_devices_add_cases_and_take_none_away(kind: str) -> None:
    made = PLACED[kind]()
    more = made.on(MORE)
    assert set(made.small) < set(more.small)
    assert "cuda:0" not in repr(made.small)
    assert "cuda:0" in repr(more.small)


@pytest.mark.parametrize("kind", PLACED)
def test_the_simplest_case_does_not_depend_on_the_devices(kind: str) -> None:
    """The same machine-made explanation for a student with a GPU, and for the one without."""
    assert PLACED[kind]().on(MORE).small[0] == PLACED[kind]().small[0]


@given(st.data())
def test_only_devices_that_there_are_are_drawn(data: st.DataObject) -> None:
    for kind, devices in (("repairs", MORE), ("dry runs", MORE), ("repairs", ("meta",))):
        case = data.draw(PLACED[kind]().on(devices).drawn)
        assert _device(case) in (None, *devices)


@given(before_dry_runs(double=True, anywhere=True).on(MORE).drawn)
def test_what_is_on_another_device_has_met_nothing_and_is_fed_there(stage: Any) -> None:
    if stage.network.device is not None:
        assert stage.met == "nothing"
    assert stage.batch().device == stage.network.device


def test_mixtures_are_of_two_devices_and_come_last() -> None:
    small = places().on(MORE).small
    assert small[:2] == (("meta", "meta"), ("cuda:0", "cuda:0"))
    mixed = set(small[2:])
    assert mixed == {(a, b) for a in (None, *MORE) for b in (None, *MORE) if a != b}
    assert len(mixed) == len(small) - 2


def test_only_meta_holds_no_numbers() -> None:
    assert [d for d in (None, "cpu", "cuda:0", "meta") if not holds_numbers(d)] == ["meta"]


# --- what is made of such cases --------------------------------------------------------------------


def test_a_function_of_cases_goes_along_to_other_devices() -> None:
    shouted = other_devices().map(str.upper)
    assert shouted.small == ("META",)
    assert shouted.on(MORE).small == ("META", "CUDA:0")
    assert shouted.map(len).on(MORE).small == (4, 6)


def test_together_go_those_that_depend_on_devices_and_those_that_do_not() -> None:
    both = together({"device": other_devices(), "n": sizes()})
    assert {case["device"] for case in both.small} == {"meta"}
    assert {case["device"] for case in both.on(MORE).small} == {*MORE}
    assert {case["n"] for case in both.on(MORE).small} == {1, 2, 3}


def test_what_does_not_depend_on_devices_stays_itself() -> None:
    some = among("ab")
    assert some.on(MORE) is some
    alone = together({"n": sizes()})
    assert alone.on(MORE) is alone


def test_cases_are_made_for_the_devices_that_are_asked_for() -> None:
    asked = []

    def make(devices: tuple[str, ...]) -> Cases[str]:
        asked.append(devices)
        return among(devices)

    made = by_device(make)
    made.on(MORE)
    assert asked == [("meta",), MORE]


def _check(parts: dict[str, Any]) -> Check:
    @check(points=2)
    @told(**parts)
    def is_placed(student: Any, reference: Any, **case: Any) -> None:
        """Nothing."""

    return is_placed


def test_a_check_is_made_once_for_the_devices_of_a_machine() -> None:
    placed = _check({"device": other_devices(), "n": st.integers(1, 9)})
    assert placed.on(("meta",)) is placed
    there = placed.on(MORE)
    assert there is placed.on(MORE)
    assert (there.name, there.points, there.body) == (placed.name, placed.points, placed.body)
    assert {case["device"] for case in there.cases.small} == {*MORE}
    assert {case["device"] for case in placed.cases.small} == {"meta"}


def test_a_check_that_takes_no_device_is_the_same_on_every_machine() -> None:
    alone = _check({"n": sizes()})
    assert alone.on(MORE) is alone


def test_the_bank_has_checks_that_take_devices() -> None:
    every = [check for exercise in Bank().exercises for check in exercise.checks]
    assert len([check for check in every if check.on(MORE) is not check]) >= 10
