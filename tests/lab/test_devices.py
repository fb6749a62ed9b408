"""What can be asked for of devices, and what comes of it on machines with and without a GPU."""

import pytest

from graders.lab.devices import DeviceError, Placement, known, placed

LAPTOP = ("cpu", "meta")
ONE = ("cpu", "meta", "cuda:0")
TWO = ("cpu", "meta", "cuda:0", "cuda:1")
WHY = "torch 9.9+cpu was built without CUDA"


@pytest.mark.parametrize(
    ("wish", "there_are", "home", "others"),
    [
        ("auto", LAPTOP, "cpu", ("meta",)),
        ("all", LAPTOP, "cpu", ("meta",)),
        ("cpu", LAPTOP, "cpu", ("meta",)),
        ("meta", LAPTOP, "cpu", ("meta",)),
        ("auto", ONE, "cpu", ("meta", "cuda:0")),
        ("all", ONE, "cpu", ("meta", "cuda:0")),
        ("cpu", ONE, "cpu", ("meta",)),
        ("meta", ONE, "cpu", ("meta",)),
        ("cuda", ONE, "cuda:0", ("meta", "cpu")),
        ("cuda:0", ONE, "cuda:0", ("meta", "cpu")),
        ("cuda", TWO, "cuda:0", ("meta", "cpu", "cuda:1")),
        ("cuda:1", TWO, "cuda:1", ("meta", "cpu", "cuda:0")),
        ("all", TWO, "cpu", ("meta", "cuda:0", "cuda:1")),
    ],
)
def test_what_is_asked_for_is_placed_where_it_is(
    wish: str, there_are: tuple[str, ...], home: str, others: tuple[str, ...]
) -> None:
    found = placed(wish, there_are, "")
    assert (found.home, found.others) == (home, others)
    assert found.devices == (home, *others)
    assert found.others[0] == "meta"  # the simplest, and there everywhere
    assert home not in others


def test_the_default_is_what_every_machine_has() -> None:
    assert placed("cpu", TWO, "") == placed("auto", LAPTOP, WHY) == Placement()


@pytest.mark.parametrize(("wish", "missing"), [("all", WHY), ("auto", ""), ("cpu", "")])
def test_only_who_asked_for_all_is_told_what_there_was_not(wish: str, missing: str) -> None:
    assert placed(wish, LAPTOP, WHY).missing == missing


def test_nothing_is_missing_where_there_is_a_gpu() -> None:
    assert placed("all", ONE, "").missing == ""


@pytest.mark.parametrize(
    ("wish", "there_are", "why", "said"),
    [
        (
            "cuda",
            LAPTOP,
            WHY,
            "there is no cuda here: this machine has cpu, meta (torch 9.9+cpu was built without "
            "CUDA). Take one of these, or --device auto",
        ),
        (
            "cuda:3",
            TWO,
            "",
            "there is no cuda:3 here: this machine has cpu, meta, cuda:0, cuda:1. Take one of "
            "these, or --device auto",
        ),
    ],
)
def test_what_is_not_there_is_said_with_the_remedy(
    wish: str, there_are: tuple[str, ...], why: str, said: str
) -> None:
    with pytest.raises(DeviceError) as raised:
        placed(wish, there_are, why)
    assert str(raised.value) == said


@pytest.mark.parametrize(
    "wish", ["tpu", "", "CUDA", "cuda:", "cuda:x", "cuda:-1", "cuda:0 ", "cpu:0", "mps", "cuda\n"]
)
def test_what_nobody_knows_is_refused_whatever_there_is(wish: str) -> None:
    with pytest.raises(DeviceError) as raised:
        placed(wish, TWO, "")
    said = f"unknown device {wish!r}: lazylab takes auto, cpu, cuda, cuda:N, meta or all"
    assert str(raised.value) == said


@pytest.mark.parametrize("wish", ["auto", "cpu", "meta", "all", "cuda", "cuda:0", "cuda:12"])
def test_what_can_be_asked_for_need_not_be_there(wish: str) -> None:
    assert known(wish) == wish


def test_accelerators_are_those_that_have_to_be_waited_for() -> None:
    assert Placement().accelerators == ()
    assert Placement("cuda:0", ("meta", "cpu")).accelerators == ("cuda:0",)
    assert Placement("cpu", ("meta", "cuda:0")).accelerators == ("cuda:0",)
