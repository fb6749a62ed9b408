"""The bank holds together in every framework, and its right answers pass.

Wrong ones are judged in `test_wrong_answers.py`, where they are read, too.
"""

import pytest
from everywhere import BANKS, EXERCISES, IN_ALL_FRAMEWORKS, environment_of
from msgspec import structs
from remembered import Memory, key_of

from graders.doctor.lint import lint
from graders.doctor.proofs import Proof, chosen_samples, prove
from graders.judging.exercises import Exercise, SampleAnswer

# Drawn cases a check: elsewhere each is a conversation with another process.
DRAWN = {"torch": 8}
FEWER = 2


@pytest.mark.parametrize("framework", BANKS)
def test_the_doctor_s_lint_finds_nothing(framework: str) -> None:
    bank = BANKS[framework]
    environment = environment_of(bank.exercises[0])
    assert lint(bank, bank.exercises, framework, environment) == []


@IN_ALL_FRAMEWORKS
def test_right_answers_pass_and_stubs_earn_nothing(exercise: Exercise, memory: Memory) -> None:
    framework, environment = exercise.framework, environment_of(exercise)
    bank, drawn = BANKS[framework], DRAWN.get(framework, FEWER)
    options = {"seeds": 1, "drawn": drawn, "jobs": 1, "environment": environment}

    def proof_of(sample: SampleAnswer) -> Proof:
        (proof,) = prove(bank, [(exercise.name, sample)], framework, **options)
        return structs.replace(proof, seconds=0.0)

    samples = [sample for _, sample in chosen_samples(bank, [exercise.name], framework)]
    proofs = [
        memory.recall(
            key_of(exercise, sample, f"{drawn} drawn"),
            Proof,
            lambda sample=sample: proof_of(sample),
        )
        for sample in samples
        if sample.kind != "wrong"
    ]
    assert [f"{p.kind}/{p.name}: {p.why}" for p in proofs if not p.proven] == []


@IN_ALL_FRAMEWORKS
def test_there_are_enough_sample_answers(exercise: Exercise) -> None:
    kinds = [sample.kind for sample in exercise.samples(exercise.framework)]
    first = exercise.framework == "torch"
    assert kinds.count("right") >= (2 if first else 1)
    assert kinds.count("wrong") >= (5 if first else 3)


@pytest.mark.parametrize("framework", BANKS)
def test_every_exercise_has_a_number_of_its_own(framework: str) -> None:
    numbers = [exercise.prompt("en").number for exercise in BANKS[framework].exercises]
    assert len(set(numbers)) == len(numbers)


def test_an_exercise_has_the_same_number_and_weight_in_each_framework() -> None:
    first = {e.name: e for e in BANKS["torch"].exercises}
    for exercise in EXERCISES:
        same = first[exercise.name]
        assert exercise.prompt("en").number == same.prompt("en").number
        assert sum(c.points for c in exercise.checks) == sum(c.points for c in same.checks)


@pytest.mark.parametrize("framework", [name for name in BANKS if name != "torch"])
def test_each_framework_is_asked_questions_of_its_own(framework: str) -> None:
    """Where the question is the same, the check is; there are others in each."""
    torch, own = _written("torch"), _written(framework)
    assert len(BANKS[framework].exercises) >= 5
    assert len(own - torch) >= 8
    assert own & torch


def _written(framework: str) -> set[tuple[str, int]]:
    """Where the bodies of a framework's checks stand."""
    checks = (check for exercise in BANKS[framework].exercises for check in exercise.checks)
    codes = (check.body.__code__ for check in checks)
    return {(code.co_filename, code.co_firstlineno) for code in codes}
