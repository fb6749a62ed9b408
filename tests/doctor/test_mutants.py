"""Mutants of solutions: what counts as one, and that checks kill them."""

from pathlib import Path

import pytest

from graders.doctor.mutants import fates, mutants_of
from graders.judging.exercises import Bank, Exercise

SOURCE = '''"""A docstring with 1 number."""


def first_mismatch(layers: list[int | None], in_features: int = 0) -> int | None:
    """Another one, 2."""
    return None if in_features > 3 else 1
'''


@pytest.fixture
def small(tmp_path: Path) -> Exercise:
    path = tmp_path / "solutions" / "small" / "for_torch.py"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE, encoding="utf-8")
    return Exercise("small", tmp_path)


def test_mutants_are_different_programs_that_can_be_read(small: Exercise) -> None:
    found = mutants_of(small, "torch")
    assert len({mutant.text for mutant in found}) == len(found)
    for mutant in found:
        compile(mutant.text, "mutant", "exec")


def test_docstrings_and_annotations_are_not_mutated(small: Exercise) -> None:
    changes = [mutant.change for mutant in mutants_of(small, "torch")]
    assert any("in_features < 3" in change for change in changes)
    assert not any('"""' in change for change in changes)
    assert all("int | None" in change for change in changes if "def " in change)


def test_a_mutant_that_matters_is_killed_and_a_known_survivor_is_explained(bank: Bank) -> None:
    exercise = bank.exercise("partial_specification")
    every = mutants_of(exercise, "torch")
    same = [mutant for mutant in every if mutant.before == "if index > 0:"]
    found = list(fates(bank, same, "torch", drawn=8, jobs=1))
    by_change = {fate.change: fate for fate in found}
    assert by_change["if index > 0: -> if index != 0:"].equivalent == "An index is never negative."
    assert by_change["if index > 0: -> if index > 1:"].killed_by
    assert not any(fate.lives for fate in found)
