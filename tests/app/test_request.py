"""What can be asked for when judging: limits of a course and of a command line, seeds, walls."""

import contextlib
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.app.request import Request, RequestError, limits_in, parsed_limits
from graders.judging.exercises import Bank
from graders.judging.judge import OFFICIAL_SEED
from graders.lab.limits import Limits
from graders.lab.sealed import sandbox
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import SealError

NAMES = Allowance.__struct_fields__

# --- limits -----------------------------------------------------------------------------------


def test_without_wishes_limits_are_those_of_the_house() -> None:
    assert parsed_limits((), {}) == (Limits(), Allowance())


def test_a_course_sets_limits() -> None:
    table = {"call_seconds": 2.5, "memory": 1024, "cpu": 60}
    assert parsed_limits((), table) == (Limits(2.5), Allowance(memory=1024, cpu=60))


def test_the_command_line_comes_before_the_course_and_the_last_wish_before_the_first() -> None:
    limits, allowance = parsed_limits(
        ("memory=512", "memory=256", "call_seconds=1"), {"memory": 1024, "cpu": 60}
    )
    assert (limits, allowance) == (Limits(1.0), Allowance(memory=256, cpu=60))


def test_a_course_s_table_stays_as_it_was() -> None:
    table = {"call_seconds": 2.5, "memory": 1024}
    parsed_limits(("memory=1",), table)
    assert table == {"call_seconds": 2.5, "memory": 1024}


@given(name=st.sampled_from(NAMES), number=st.floats(min_value=0.01, max_value=10**6))
def test_numbers_are_taken_as_text_or_as_numbers_and_rounded_up(name: str, number: float) -> None:
    _, by_text = parsed_limits((f"{name}={number!r}",), {})
    _, by_table = parsed_limits((), {name: number})
    assert by_text == by_table
    assert getattr(by_text, name) == math.ceil(number) >= 1


@pytest.mark.parametrize("name", ["memori", "", "MEMORY", "call-seconds", "__class__"])
def test_an_unknown_limit_is_named_with_those_that_exist(name: str) -> None:
    expected = f"unknown limit {name!r}: there are call_seconds, cell_seconds, {', '.join(NAMES)}"
    for texts, table in (((f"{name}=1",), {}), ((), {name: 1})):
        with pytest.raises(RequestError) as raised:
            parsed_limits(texts, table)
        assert str(raised.value) == expected


BAD = ["", "0", "-1", "much", "nan", "inf", "-inf", "1 MiB", "0x10", "1,5", "1=2"]


@pytest.mark.parametrize("name", ["call_seconds", "cell_seconds", *NAMES])
@pytest.mark.parametrize("text", BAD)
def test_a_limit_that_is_no_number_above_zero_is_refused(name: str, text: str) -> None:
    with pytest.raises(RequestError) as raised:
        parsed_limits((f"{name}={text}",), {})
    assert str(raised.value) == f"the limit {name} takes a number above 0, not {text!r}"


@given(st.text())
def test_any_text_is_understood_or_refused(text: str) -> None:
    for written in (text, f"memory={text}", f"{text}=1"):
        with contextlib.suppress(RequestError):
            assert parsed_limits((written,), {})[1].memory >= 1


@pytest.mark.parametrize(
    "value", [None, [], {}, [1], {"mib": 5}, "much", 0, -1, math.nan, math.inf]
)
def test_a_course_s_table_is_held_to_the_same(value: Any) -> None:
    with pytest.raises(RequestError, match="the limit memory takes a number above 0"):
        parsed_limits((), {"memory": value})


def test_yes_is_no_number() -> None:
    with pytest.raises(RequestError, match="the limit memory takes a number above 0, not True"):
        parsed_limits((), {"memory": True})


@pytest.mark.parametrize("text", ["1e300", "1e18"])
def test_a_limit_that_no_kernel_can_hold_is_refused(text: str) -> None:
    with pytest.raises(RequestError, match="the limit memory"):
        parsed_limits((f"memory={text}",), {})


# --- where a course writes them ---------------------------------------------------------------


def _written(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


def test_limits_are_found_in_the_nearest_pyproject(tmp_path: Path) -> None:
    _written(tmp_path, "[tool.lazylab.limits]\nmemory = 1024\ncall_seconds = 2.5\n")
    inside = tmp_path / "week/one"
    inside.mkdir(parents=True)
    assert limits_in(inside) == limits_in(tmp_path) == {"memory": 1024, "call_seconds": 2.5}
    _written(inside, "[tool.lazylab.limits]\ncpu = 60\n")
    assert limits_in(inside) == {"cpu": 60}


@pytest.mark.parametrize(
    "text", ["", "[tool.ruff]\n", "[tool.lazylab]\n", "[tool.lazylab.limits]\n", "[project]\n"]
)
def test_a_pyproject_without_limits_sets_none(tmp_path: Path, text: str) -> None:
    _written(tmp_path, text)
    assert limits_in(tmp_path) == {}


@pytest.mark.parametrize("content", [b"[tool.lazylab.limits\n", b"memory = \n", b"name = '\xff'\n"])
def test_a_pyproject_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_bytes(content)
    with pytest.raises(RequestError) as raised:
        limits_in(tmp_path)
    assert str(raised.value).startswith(f"cannot read {path}: ")


@pytest.mark.parametrize("text", ["tool = 3", "[tool]\nlazylab = 3", "[tool.lazylab]\nlimits = 3"])
def test_something_else_in_place_of_the_table_is_refused(tmp_path: Path, text: str) -> None:
    _written(tmp_path, text)
    with pytest.raises(RequestError):
        parsed_limits((), limits_in(tmp_path))


def test_a_judge_keeps_to_the_limits_of_the_folder_it_is_started_in(
    bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _written(tmp_path, "[tool.lazylab.limits]\ncall_seconds = 2.5\n")
    monkeypatch.chdir(tmp_path)
    assert Request().judge(bank).limits == Limits(2.5)
    assert Request(limits=("call_seconds=0.5",)).judge(bank).limits == Limits(0.5)


def test_a_course_s_mistake_is_a_wrong_request(
    bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _written(tmp_path, "[tool.lazylab.limits]\nmemori = 1\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RequestError, match="unknown limit 'memori'"):
        Request().judge(bank)


# --- what is asked for ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Request(framework="caffe"), "unknown framework 'caffe': lazylab has torch"),
        (
            Request(limits=("memori=1",)),
            "unknown limit 'memori': there are call_seconds, cell_seconds, memory",
        ),
        (Request(limits=("memory=0",)), "the limit memory takes a number above 0, not '0'"),
        (Request(limits=("memory",)), "the limit memory takes a number above 0, not ''"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_refused(asked: Request, message: str) -> None:
    with pytest.raises(RequestError) as raised:
        asked.checked()
    assert str(raised.value).startswith(message)


def test_a_wish_that_can_be_granted_stays_as_it_is() -> None:
    asked = Request(device="cpu", sealed=True, limits=("cpu=60",), seed="autumn")
    assert asked.checked() is asked


def test_without_walls_there_is_no_seal(bank: Bank) -> None:
    assert Request().judge(bank).seal == ""


def test_walls_that_are_not_there_are_no_reason_to_judge_without(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox.sys, "platform", "plan9")
    with pytest.raises(SealError, match="sealed judging needs Linux, this is plan9"):
        Request(sealed=True).judge(bank)


# --- seeds ------------------------------------------------------------------------------------


def _seed(bank: Bank, *, official: bool = True, seed: str | None = None) -> int | None:
    return Request(official=official, seed=seed).judge(bank).effort.seed


def test_an_official_judge_draws_the_same_for_everybody(bank: Bank) -> None:
    assert _seed(bank) == OFFICIAL_SEED
    assert _seed(bank, official=False) is None


def test_an_official_judge_remembers_nothing(bank: Bank) -> None:
    assert Request(official=True).judge(bank).database is None
    assert Request(official=False).judge(bank).database is not None


def test_a_course_s_own_text_is_its_seed_officially_or_not(bank: Bank) -> None:
    assert (
        _seed(bank, seed="autumn") == _seed(bank, official=False, seed="autumn") == 0xDEFAE04158B9
    )
    assert _seed(bank, seed="") not in {None, OFFICIAL_SEED}


def test_seeds_of_different_texts_differ(bank: Bank) -> None:
    texts = ["autumn", "Autumn", "autumn ", "spring", "", "0", "00", "秋"]
    seeds = [_seed(bank, seed=text) for text in texts]
    assert len(set(seeds)) == len(texts)
    assert all(seed is not None and 0 <= seed < 2**48 for seed in seeds)
