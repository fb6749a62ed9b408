"""Source notebooks say what prompts, stubs and solutions say, in nbgrader's format."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="needs pip install -e '.[nbgrader]'")

from graders.app.request import RequestError  # noqa: E402
from graders.integrations.nbgrader.assignments import (  # noqa: E402
    digest,
    grade_id,
    sections,
    source_notebook,
)
from graders.judging.exercises import Bank, Exercise  # noqa: E402
from graders.judging.judge import Judge  # noqa: E402
from graders.judging.prompts import PromptError  # noqa: E402
from graders.judging.report import ExerciseReport  # noqa: E402
from graders.judging.searching import Effort  # noqa: E402
from graders.judging.submissions import Submission  # noqa: E402

NAMES = [exercise.name for exercise in Bank().exercises]
LANGUAGES = ("en", "zh")

Cleared = Callable[[nbformat.NotebookNode], nbformat.NotebookNode]


@pytest.fixture
def cleared() -> Cleared:
    """What nbgrader's own preprocessor makes of a notebook for students."""
    clear = pytest.importorskip("nbgrader.preprocessors").ClearSolutions()

    def clear_solutions(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
        return clear.preprocess(notebook, {})[0]

    return clear_solutions


def program(notebook: nbformat.NotebookNode) -> str:
    """All code but the checks, in order."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return "\n\n".join(c.source for c in cells if not c.metadata["nbgrader"]["grade"]) + "\n"


def judged(exercise: Exercise, text: str, folder: Path) -> ExerciseReport:
    answer = folder / "answer.py"
    answer.write_text(text, encoding="utf-8")
    judge = Judge(effort=Effort(drawn=8, seed=0), diagnose=False)
    return judge.judge(exercise, Submission(answer, exercise.name))


def cell_of(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    (cell,) = [cell for cell in notebook.cells if grade_id(cell) == name]
    return cell


# --- the bank ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_solutions_in_a_notebook_earn_full_marks(bank: Bank, name: str, tmp_path: Path) -> None:
    exercise = bank.exercise(name)
    report = judged(exercise, program(source_notebook(exercise, "torch", "en")), tmp_path)
    assert report.earned == report.possible


@pytest.mark.parametrize("name", NAMES)
def test_without_its_solutions_nothing_in_a_notebook_is_started(
    bank: Bank, name: str, tmp_path: Path, cleared: Cleared
) -> None:
    exercise = bank.exercise(name)
    notebook = cleared(source_notebook(exercise, "torch", "en"))
    report = judged(exercise, program(notebook), tmp_path)
    assert {check.outcome for check in report.checks} == {"not_started"}


@pytest.mark.parametrize("name", NAMES)
def test_a_student_sees_nothing_of_a_solution(bank: Bank, name: str, cleared: Cleared) -> None:
    exercise = bank.exercise(name)
    own = _lines(exercise.solution("torch")) - _lines(exercise.stub("torch"))
    text = "\n".join(
        cell.source for cell in cleared(source_notebook(exercise, "torch", "en")).cells
    )
    assert not own & {line.strip() for line in text.split("\n")}


def _lines(path: Path) -> set[str]:
    """Lines that say something."""
    lines = {line.strip() for line in path.read_text(encoding="utf-8").split("\n")}
    return {line for line in lines if len(line) > 12}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_valid_for_jupyter_and_for_nbgrader(
    bank: Bank, name: str, language: str
) -> None:
    validator = pytest.importorskip("nbgrader.nbgraderformat").MetadataValidator()
    notebook = source_notebook(bank.exercise(name), "torch", language)
    nbformat.validate(notebook)
    validator.validate_nb(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", one) for one in ids)
    assert ids == [grade_id(cell) for cell in notebook.cells]
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_the_same_every_time(bank: Bank, name: str) -> None:
    first, second = (source_notebook(Bank().exercise(name), "torch", "zh") for _ in range(2))
    assert nbformat.writes(first) == nbformat.writes(second)


@pytest.mark.parametrize("name", NAMES)
def test_every_check_has_its_points_and_its_line(bank: Bank, name: str) -> None:
    exercise = bank.exercise(name)
    notebook = source_notebook(exercise, "torch", "zh")
    graded = [
        c for c in notebook.cells if c.cell_type == "code" and c.metadata["nbgrader"]["grade"]
    ]
    assert {(c.source, c.metadata["nbgrader"]["points"]) for c in graded} == {
        (f'from graders import grade; grade("{name}", "{check.name}", lang="zh")', check.points)
        for check in exercise.checks
    }
    assert all(c.metadata["nbgrader"]["locked"] for c in graded)
    assert not any(c.metadata["nbgrader"]["solution"] for c in graded)


def test_cells_have_the_same_names_in_all_languages(bank: Bank) -> None:
    for exercise in bank.exercises:
        english, chinese = (source_notebook(exercise, "torch", lang) for lang in LANGUAGES)
        assert [cell.id for cell in english.cells] == [cell.id for cell in chinese.cells]


# --- one exercise -----------------------------------------------------------------------------


def test_a_notebook_has_the_prompt_s_order(mismatch: Exercise) -> None:
    notebook = source_notebook(mismatch, "torch", "en")
    assert [grade_id(cell) for cell in notebook.cells][:7] == [
        "task-dimension_mismatch",
        "task-first_mismatch",
        "solution-first_mismatch",
        "check-names_the_layer_that_stops",
        "task-sizes_at_mismatch",
        "solution-sizes_at_mismatch",
        "check-tells_the_two_sizes_that_disagree",
    ]
    assert grade_id(notebook.cells[-1]) == "explain-dimension_mismatch"


def test_each_kind_of_cell_has_its_settings(mismatch: Exercise) -> None:
    notebook = source_notebook(mismatch, "torch", "en")
    common = {"schema_version": 3, "task": False}
    locked = {**common, "grade": False, "locked": True, "solution": False}
    kinds = {
        "task-first_mismatch": {**locked, "cell_type": "markdown"},
        "solution-first_mismatch": {
            **common,
            "cell_type": "code",
            "grade": False,
            "locked": False,
            "solution": True,
        },
        "check-names_the_layer_that_stops": {
            **locked,
            "cell_type": "code",
            "grade": True,
            "points": 3,
        },
        "explain-dimension_mismatch": {
            **common,
            "cell_type": "markdown",
            "grade": True,
            "locked": False,
            "points": 2,
            "solution": True,
        },
    }
    for name, expected in kinds.items():
        cell = cell_of(notebook, name)
        assert cell.metadata["nbgrader"] == {**expected, "grade_id": name}
        assert cell.cell_type == expected["cell_type"]
        assert cell.metadata["lazylab"] == {"digest": digest(cell)}


def test_tasks_are_said_without_hints_and_without_checks(mismatch: Exercise) -> None:
    notebook = source_notebook(mismatch, "torch", "en")
    prompt = (mismatch.folder / "prompt.en.md").read_text(encoding="utf-8")
    text = "\n\n".join(c.source for c in notebook.cells if grade_id(c).startswith("task-"))
    kept = re.sub(r"^### .*?(?=^## |\Z)", "", prompt, flags=re.MULTILINE | re.DOTALL)
    assert text.split() == kept.split()
    assert ">>> first_mismatch(" in text


def test_what_a_stub_gives_is_locked(bank: Bank) -> None:
    cell = cell_of(
        source_notebook(bank.exercise("shape_inference"), "torch", "en"), "given-ShapeError"
    )
    settings = cell.metadata["nbgrader"]
    assert (settings["locked"], settings["solution"], settings["grade"]) == (True, False, False)
    assert cell.source.startswith("class ShapeError(ValueError):")


def test_a_section_about_all_functions_has_checks_and_no_solution(bank: Bank) -> None:
    notebook = source_notebook(bank.exercise("lifecycle"), "torch", "en")
    names = [grade_id(cell) for cell in notebook.cells]
    assert names[-3:-1] == ["task-holds_in_every_order", "check-holds_in_every_order"]
    assert cell_of(notebook, "task-holds_in_every_order").source == "## All of them"


def test_the_last_cell_asks_in_words_and_keeps_its_question(
    mismatch: Exercise, cleared: Cleared
) -> None:
    english = cleared(source_notebook(mismatch, "torch", "en")).cells[-1].source
    assert "“Dimension mismatch”" in english
    assert english.endswith("\n\nYOUR ANSWER HERE")
    assert "“维度不匹配”" in cleared(source_notebook(mismatch, "torch", "zh")).cells[-1].source


# --- banks of one's own -----------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path, mismatch: Exercise) -> Exercise:
    """A copy of an exercise that a test may change."""
    for folder in ("exercises", "solutions"):
        shutil.copytree(mismatch.root / folder / mismatch.name, tmp_path / folder / mismatch.name)
    shutil.copytree(mismatch.root / "graders" / "bank", tmp_path / "graders" / "bank")
    return Exercise(mismatch.name, tmp_path)


def changed(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_language_without_a_prompt_gets_the_english_one(own: Exercise) -> None:
    (own.folder / "prompt.zh.md").unlink()
    notebook = source_notebook(own, "torch", "zh")
    assert notebook.cells[0].source.startswith("# 4. Dimension mismatch")
    assert 'lang="zh"' in notebook.cells[3].source


def test_another_framework_is_named_in_the_checks(
    own: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graders.judging.exercises.FRAMEWORKS", ("torch", "jax"))
    with pytest.raises(RequestError, match=r"dimension_mismatch has no stub for jax: it has torch"):
        source_notebook(own, "jax", "en")
    for path in (own.stub, own.solution):
        shutil.copy(path("torch"), path("jax"))
    line = cell_of(source_notebook(own, "jax", "zh"), "check-names_the_layer_that_stops").source
    assert line == (
        'from graders import grade; grade("dimension_mismatch", "names_the_layer_that_stops", '
        'framework="jax", lang="zh")'
    )


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("### `names_the_layer_that_stops`\n", "", "names_the_layer_that_stops"),
        ("`names_the_layer_that_stops`", "`misnamed`", "misnamed, names_the_layer_that_stops"),
        (
            "`keeps_bias_dtype_and_device`",
            "`keeps_order_and_activations`",
            "keeps_bias_dtype_and_d",
        ),
    ],
)
def test_a_check_without_a_section_is_named(
    own: Exercise, before: str, after: str, named: str
) -> None:
    changed(own.folder / "prompt.en.md", before, after)
    with pytest.raises(PromptError, match=f"prompt.en.md: each check has one section.*{named}"):
        source_notebook(own, "torch", "en")


def test_a_missing_solution_is_named(own: Exercise) -> None:
    own.solution("torch").unlink()
    with pytest.raises(RequestError, match=r"cannot read .*solutions.*for_torch\.py: No such file"):
        source_notebook(own, "torch", "en")


def test_a_function_that_the_stub_has_not_is_named(own: Exercise) -> None:
    changed(own.folder / "prompt.en.md", "## `repair(", "## `mend(")
    with pytest.raises(RequestError, match=r"for_torch\.py does not define mend"):
        source_notebook(own, "torch", "en")


PROMPT = """\
# 1. Title

Intro.

```text
## `not(a, heading)`
```

## `f(x)`

Task.

### An example

More.

### `g`

A check.

### Afterwards

Left out.

### `h`

## Both

## `K`
"""


def test_a_prompt_is_cut_at_its_headings() -> None:
    intro, found = sections(PROMPT)
    assert intro == "# 1. Title\n\nIntro.\n\n```text\n## `not(a, heading)`\n```"
    assert [(s.name, s.function, s.checks) for s in found] == [
        ("f", "f", ["g", "h"]),
        ("part-2", None, []),
        ("K", "K", []),
    ]
    assert found[0].task == "## `f(x)`\n\nTask.\n\n### An example\n\nMore."
    assert sections("# 1. Title\n") == ("# 1. Title", [])


def test_names_that_are_long_or_foreign_make_ids_that_can_be_used(own: Exercise) -> None:
    long, foreign = "first_" * 12, "größe"
    for path in (*own.folder.iterdir(), own.solution("torch")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\bfirst_mismatch\b", long, re.sub(r"\brepair\b", foreign, text))
        path.write_text(text, encoding="utf-8")
    notebook = source_notebook(own, "torch", "en")
    nbformat.validate(notebook)
    names = [grade_id(cell) for cell in notebook.cells]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name) for name in names)


def test_what_counts_changes_the_digest_and_nothing_else_does(mismatch: Exercise) -> None:
    cell = cell_of(source_notebook(mismatch, "torch", "en"), "check-names_the_layer_that_stops")
    before = digest(cell)
    cell.metadata["tags"] = ["hard"]
    cell.metadata["nbgrader"]["schema_version"] = 4
    cell.outputs = [nbformat.v4.new_output("stream", text="printed")]
    cell.execution_count = 3
    assert digest(cell) == before
    cell.metadata["nbgrader"]["points"] = 4
    assert digest(cell) != before
    cell.metadata["nbgrader"]["points"] = 3
    assert digest(cell) == before
    cell.source += " "
    assert digest(cell) != before
