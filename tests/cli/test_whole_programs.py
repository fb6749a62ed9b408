"""`lazylab doctor --show` prints a wrong answer's whole program, which is in no file."""

import pytest

from graders.app.request import RequestError
from graders.cli.whole_programs import whole_program
from graders.judging.exercises import Bank, Exercise
from graders.judging.overlays import read_sample

NAME = "each_width_starts_anew"
IN_TWO = "a_failed_forward_rolls_back"


def _said(exercises: list[Exercise], name: str, framework: str = "torch") -> str:
    with pytest.raises(RequestError) as refused:
        whole_program(exercises, framework, name)
    return str(refused.value)


def test_the_exercise_is_known_from_the_name(bank: Bank, mismatch: Exercise) -> None:
    path = mismatch.solution("torch").parent / "wrong" / f"{NAME}.for_torch.py"
    shown = whole_program(bank.exercises, "torch", NAME)
    assert shown == read_sample(path)
    assert set(mismatch.prompt("en").signatures) <= set(shown.replace("(", " ").split())


def test_a_name_that_is_used_twice_needs_its_exercise(bank: Bank) -> None:
    said = _said(bank.exercises, IN_TWO)
    assert "is a wrong answer to dimension_mismatch, lazy_layer" in said
    assert f"`lazylab doctor dimension_mismatch --show {IN_TWO}`" in said
    assert whole_program([bank.exercise("lazy_layer")], "torch", IN_TWO)


def test_an_unknown_name_is_answered_with_near_ones(bank: Bank) -> None:
    assert f"Did you mean {NAME}" in _said(bank.exercises, "each_width_start_anew")
    assert "`lazylab doctor` lists them" in _said(bank.exercises, "zzz")


def test_wrong_answers_of_other_frameworks_are_found_in_theirs() -> None:
    name = "gluon_stores_weights_in_by_out"
    assert "there is no wrong answer" in _said(Bank().exercises, name)
    assert "mxnet" in whole_program(Bank(framework="mxnet").exercises, "mxnet", name)


def test_right_answers_are_files_already(bank: Bank) -> None:
    assert "there is no wrong answer 'solution'" in _said(bank.exercises, "solution")
