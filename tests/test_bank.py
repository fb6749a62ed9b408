"""The bank holds together, and its sample answers keep their promise."""

import pytest

from graders.doctor.lint import lint
from graders.doctor.proofs import chosen_samples, prove, unproven_checks
from graders.judging.exercises import Bank, Exercise

BANK = Bank()
EXERCISES = pytest.mark.parametrize("exercise", BANK.exercises, ids=lambda e: e.name)


def test_the_doctor_s_lint_finds_nothing() -> None:
    assert lint(BANK, BANK.exercises, "torch") == []


@EXERCISES
def test_sample_answers_keep_their_promise(exercise: Exercise) -> None:
    samples = chosen_samples(BANK, [exercise.name], "torch")
    proofs = list(prove(BANK, samples, "torch", seeds=1, drawn=8, jobs=1))
    assert [f"{p.kind}/{p.name}: {p.catches} {p.named}" for p in proofs if not p.proven] == []
    assert list(unproven_checks(BANK, proofs)) == []


@EXERCISES
def test_there_are_enough_sample_answers(exercise: Exercise) -> None:
    kinds = [sample.kind for sample in exercise.samples("torch")]
    assert kinds.count("right") >= 2
    assert kinds.count("wrong") >= 5


def test_every_exercise_has_a_number_of_its_own() -> None:
    numbers = [exercise.prompt("en").number for exercise in BANK.exercises]
    assert len(set(numbers)) == len(numbers)
