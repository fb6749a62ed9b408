"""Which frameworks an exercise is there in: by what stands in its folders."""

from pathlib import Path

import pytest

from graders.judging.exercises import Bank, Exercise, UnknownExerciseError

NAME = "asked"


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    made = Exercise(NAME, tmp_path)
    made.folder.mkdir(parents=True)
    made.grader.parent.mkdir(parents=True)
    made.grader.touch()
    return made


def _put(exercise: Exercise, *names: str) -> list[str]:
    for name in names:
        (exercise.folder / name).touch()
    return exercise.frameworks


def test_a_stub_or_a_task_of_its_own_is_enough(exercise: Exercise) -> None:
    assert _put(exercise) == []
    assert _put(exercise, "prompt.en.md", "for_torch.py") == ["torch"]
    assert _put(exercise, "prompt.flax.en.md") == ["torch", "flax"]
    assert _put(exercise, "for_keras.py") == ["torch", "flax", "keras"]


def test_who_removes_a_stub_still_has_the_exercise(exercise: Exercise) -> None:
    _put(exercise, "prompt.en.md", "prompt.keras.en.md", "for_torch.py", "for_keras.py")
    exercise.stub("torch").unlink()
    assert exercise.frameworks == ["torch", "keras"]


def test_a_task_without_a_name_is_that_of_whoever_has_no_other(exercise: Exercise) -> None:
    assert _put(exercise, "prompt.en.md", "for_keras.py") == ["keras"]
    assert Bank(exercise.root, framework="keras").exercise(NAME).grader == exercise.grader
    with pytest.raises(UnknownExerciseError, match="there is no asked in torch: it is there in"):
        Bank(exercise.root).exercise(NAME)


def test_checks_of_a_framework_s_own_come_before_those_for_all(exercise: Exercise) -> None:
    own = exercise.room / "keras.py"
    own.touch()
    assert Exercise(NAME, exercise.root, framework="keras").grader == own
    assert Exercise(NAME, exercise.root, framework="flax").grader == exercise.grader
