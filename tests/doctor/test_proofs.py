"""The doctor notices a bank that is not what its folders promise."""

import shutil
from pathlib import Path

import pytest

from graders.doctor.proofs import Proof, chosen_samples, prove
from graders.judging.exercises import Bank
from graders.judging.overlays import read_sample

EXERCISE = "dimension_mismatch"
ROLLS_BACK = f"solutions/{EXERCISE}/wrong/a_failed_forward_rolls_back.for_torch.py"
SOLUTION = f"solutions/{EXERCISE}/for_torch.py"


@pytest.fixture
def copied(bank: Bank, tmp_path: Path) -> Bank:
    """A bank of one exercise, with its solution and one wrong answer."""
    shutil.copytree(bank.exercise(EXERCISE).room, tmp_path / "graders" / "bank" / EXERCISE)
    (tmp_path / "exercises" / EXERCISE).mkdir(parents=True)
    (tmp_path / ROLLS_BACK).parent.mkdir(parents=True)
    stub, task = (f"exercises/{EXERCISE}/{name}" for name in ("for_torch.py", "prompt.en.md"))
    for name in (SOLUTION, ROLLS_BACK, stub, task):
        shutil.copy(bank.root / name, tmp_path / name)
    return Bank(tmp_path)


def _proofs(bank: Bank, seeds: int = 1) -> dict[str, Proof]:
    found = prove(
        bank, chosen_samples(bank, [EXERCISE], "torch"), "torch", seeds=seeds, drawn=5, jobs=1
    )
    return {proof.name: proof for proof in found}


def test_a_good_bank_is_proven(copied: Bank) -> None:
    proofs = _proofs(copied, seeds=3)
    assert all(proof.proven for proof in proofs.values())
    caught = proofs["a_failed_forward_rolls_back"]
    assert caught.catches["knows_what_an_attempt_leaves_behind"] == 3
    assert caught.agreement == 1.0
    assert caught.named_first == 1.0
    assert proofs["solution"].judgings == 27


def test_a_wrong_answer_made_right_is_noticed(copied: Bank) -> None:
    shutil.copy(copied.root / SOLUTION, copied.root / ROLLS_BACK)
    proofs = _proofs(copied)
    assert not proofs["a_failed_forward_rolls_back"].proven
    assert proofs["solution"].proven


def test_a_broken_solution_is_noticed(copied: Bank) -> None:
    (copied.root / SOLUTION).write_text(read_sample(copied.root / ROLLS_BACK), encoding="utf-8")
    assert not _proofs(copied)["solution"].proven


def test_a_check_that_breaks_proves_nothing(copied: Bank) -> None:
    grader = copied.exercise(EXERCISE).grader
    text = grader.read_text(encoding="utf-8")
    grader.write_text(
        text.replace("answer = student.after_forwards", "answer = reference.after_forwards")
    )
    assert not any(proof.proven for proof in _proofs(copied).values())


def test_processes_side_by_side_find_the_same(copied: Bank) -> None:
    side_by_side = prove(
        copied, chosen_samples(copied, [EXERCISE], "torch"), "torch", seeds=1, drawn=5, jobs=2
    )
    alone = _proofs(copied)
    for proof in side_by_side:
        assert proof.catches == alone[proof.name].catches
        assert proof.tried == alone[proof.name].tried


def test_right_or_wrong_answers_can_be_chosen(copied: Bank) -> None:
    def kinds(only: str) -> list[str]:
        return [sample.kind for _, sample in chosen_samples(copied, [EXERCISE], "torch", only)]

    assert kinds("right") == ["solution"]
    assert kinds("wrong") == ["wrong"]
    assert kinds("") == ["stub", "solution", "wrong"]
