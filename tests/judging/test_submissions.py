"""What is handed in is understood, or one message says what was expected."""

from pathlib import Path

import nbformat
import pytest

from graders.judging.exercises import Bank, UnknownExerciseError
from graders.judging.submissions import Submission, SubmissionError, find_submission


def _file(folder: Path, text: str = "", name: str = "for_torch.py") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_laid_out_like_exercises(bank: Bank, tmp_path: Path) -> None:
    path = _file(tmp_path / "dimension_mismatch")
    found = find_submission(tmp_path, bank)
    assert found == Submission(tmp_path)
    assert found.file_for(bank.exercise("dimension_mismatch"), "torch") == path


def test_one_exercise_s_own_folder(bank: Bank, tmp_path: Path) -> None:
    path = _file(tmp_path / "dimension_mismatch")
    found = find_submission(path.parent, bank)
    assert found.file_for(bank.exercise("dimension_mismatch"), "torch") == path


def test_a_file_in_an_exercise_s_folder(bank: Bank, tmp_path: Path) -> None:
    path = _file(tmp_path / "variable_inputs" / "right", name="odd.for_torch.py")
    assert find_submission(path, bank) == Submission(path, "variable_inputs")


def test_a_file_is_known_by_its_functions(bank: Bank, tmp_path: Path) -> None:
    path = _file(tmp_path, "def repair(net, in_features): ...\nclass Odd: ...")
    assert find_submission(path, bank).only == "dimension_mismatch"


def test_a_file_is_for_the_exercise_that_was_named(bank: Bank, tmp_path: Path) -> None:
    path = _file(tmp_path, "def repair(net, in_features): ...")
    chosen = [bank.exercise("variable_inputs")]
    found = find_submission(path, bank, chosen)
    assert found.only == "variable_inputs"
    assert found.answers(chosen[0])
    assert not found.answers(bank.exercise("dimension_mismatch"))


@pytest.mark.parametrize("text", ["", "x = 1", "def f(:", "\0", "def unknown(): ..."])
def test_a_file_that_could_be_anything_has_to_be_named(
    bank: Bank, tmp_path: Path, text: str
) -> None:
    with pytest.raises(SubmissionError, match="cannot tell which exercise"):
        find_submission(_file(tmp_path, text), bank)


def _notebook(folder: Path, *sources: str, name: str = "homework.ipynb") -> Path:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return _file(folder, nbformat.writes(nbformat.v4.new_notebook(cells=cells)), name)


def test_a_notebook_is_known_by_the_functions_of_all_its_cells(bank: Bank, tmp_path: Path) -> None:
    path = _notebook(
        tmp_path,
        "%matplotlib inline",
        "def f(:",
        "x = 1",
        "def repair(net, in_features): ...",
        "class Odd: ...",
    )
    found = find_submission(path, bank)
    assert found == Submission(path, "dimension_mismatch")
    assert found.file_for(bank.exercise("dimension_mismatch"), "torch") == path
    assert not found.answers(bank.exercise("variable_inputs"))


def test_a_notebook_is_known_by_its_name_or_its_folder(bank: Bank, tmp_path: Path) -> None:
    named = _notebook(tmp_path, name="variable_inputs.ipynb")
    assert find_submission(named, bank).only == "variable_inputs"
    inside = _notebook(tmp_path / "lifecycle" / "mine")
    assert find_submission(inside, bank).only == "lifecycle"


def test_a_notebook_is_for_the_exercise_that_was_named(bank: Bank, tmp_path: Path) -> None:
    path = _notebook(tmp_path, "def repair(net, in_features): ...")
    chosen = [bank.exercise("variable_inputs")]
    assert find_submission(path, bank, chosen).only == "variable_inputs"


GRADE = "from graders import grade\ngrade('dimension_mismatch')"


@pytest.mark.parametrize(
    "sources",
    [(), ("",), ("def unknown(): ...",), ("'def repair(): ...'",), ("%%time\nx",), (GRADE,)],
)
def test_a_notebook_that_could_be_anything_has_to_be_named(
    bank: Bank, tmp_path: Path, sources: tuple[str, ...]
) -> None:
    with pytest.raises(SubmissionError, match="cannot tell which exercise"):
        find_submission(_notebook(tmp_path, *sources), bank)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "def repair(net, in_features): ..."])
def test_what_is_no_notebook_has_to_be_named(bank: Bank, tmp_path: Path, text: str) -> None:
    path = _file(tmp_path, text, "homework.ipynb")
    with pytest.raises(SubmissionError, match="cannot tell which exercise"):
        find_submission(path, bank)
    chosen = [bank.exercise("dimension_mismatch")]
    assert find_submission(path, bank, chosen).only == "dimension_mismatch"


@pytest.mark.parametrize("name", ["for_torch.py", "homework.ipynb"])
def test_what_is_nested_too_deeply_has_to_be_named(bank: Bank, tmp_path: Path, name: str) -> None:
    deep = "-" * 100_000 + "1"
    path = _file(tmp_path, deep, name) if name.endswith(".py") else _notebook(tmp_path, deep)
    with pytest.raises(SubmissionError, match="cannot tell which exercise"):
        find_submission(path, bank)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere", "no submission at"),
        ("notes.txt", "not .txt"),
        ("notes.ipynb.txt", "one .py file or a notebook, not .txt"),
        ("README", "without an ending"),
    ],
)
def test_what_is_no_submission_is_refused(
    bank: Bank, tmp_path: Path, name: str, message: str
) -> None:
    if name != "nowhere":
        _file(tmp_path, name=name)
    with pytest.raises(SubmissionError, match=message):
        find_submission(tmp_path / name, bank)


def test_an_empty_folder_is_refused(bank: Bank, tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="holds none of the exercises' folders"):
        find_submission(tmp_path, bank)


def test_an_unknown_exercise_says_which_is_meant(bank: Bank) -> None:
    with pytest.raises(UnknownExerciseError, match="Did you mean dimension_mismatch"):
        bank.exercise("dimension_missmatch")
    with pytest.raises(UnknownExerciseError, match="The exercises are: "):
        bank.exercise("something else")


def test_one_exercise_s_broken_prompt_does_not_hide_the_others(tmp_path: Path) -> None:
    for name, text in (("good", "# 7. Good\n"), ("bad", "no title"), ("first", "# 2. First\n")):
        _file(tmp_path / "exercises" / name, text, name="prompt.en.md")
        _file(tmp_path / "graders" / "bank" / name, name="checks.py")
    assert [e.name for e in Bank(tmp_path).exercises] == ["first", "good", "bad"]
