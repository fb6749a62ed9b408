"""`grade` in a real Jupyter kernel, as a student's notebook and stock nbgrader run it."""

from __future__ import annotations

from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient", reason="pip install -c constraints.txt -e '.[nbgrader]'")
nbformat = pytest.importorskip("nbformat")

from nbgrader.utils import determine_grade  # noqa: E402  behind the skip

from graders.judging.exercises import Bank  # noqa: E402

EXERCISE = "partial_specification"
CHECK = "tells_which_layers_are_initialized_without_data"
LOUD = """
import logging, os, sys, warnings
_initialized = initialized
logging.basicConfig(stream=sys.stderr)
def initialized(layers):
    warnings.warn("loud")
    logging.warning("louder")
    print("loudest", file=sys.stderr)
    os.write(2, b"below")
    return _initialized(layers)
"""


def _grades(*arguments: str) -> str:
    return f"from graders import grade; grade({', '.join(map(repr, arguments))})"


CELLS = {
    "answer": Bank().exercise(EXERCISE).solution("torch").read_text() + LOUD,
    "one": _grades(EXERCISE, CHECK),
    "all": _grades(EXERCISE),
    "unknown check": _grades(EXERCISE, "no_such_check"),
    "unknown exercise": _grades("no_such_exercise"),
    "wrong answer": "def initialized(layers):\n    return [True] * len(layers)",
    "wrong": _grades(EXERCISE, CHECK),
    "raising answer": "def initialized(layers):\n    return layers[99]",
    "raising": _grades(EXERCISE, CHECK),
    "no answer": "del initialized",
    "missing": _grades(EXERCISE, CHECK),
    "after": "import sys; print('still there', file=sys.stderr)",
}


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, nbformat.NotebookNode]:
    """All cells, run one after the other in one kernel."""
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS.values()])
    folder: Path = tmp_path_factory.mktemp("notebook")
    client = nbclient.NotebookClient(
        nb, allow_errors=True, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return dict(zip(CELLS, nb.cells, strict=True))


def _score(cell: nbformat.NotebookNode, points: float) -> float | None:
    """What nbgrader makes of it as a grade cell."""
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "points": points}
    score, _ = determine_grade(cell)
    return score


def _said(cell: nbformat.NotebookNode) -> str:
    (shown,) = (o for o in cell.outputs if o.output_type == "display_data")
    return str(shown.data["text/plain"])


def test_a_right_answer_ends_in_its_points(cells: dict[str, nbformat.NotebookNode]) -> None:
    checks = Bank().exercise(EXERCISE).checks
    assert cells["answer"].outputs == []
    assert _score(cells["one"], 99) == next(c.points for c in checks if c.name == CHECK)
    assert _score(cells["all"], 99) == sum(check.points for check in checks)


@pytest.mark.parametrize("name", ["one", "all", "wrong", "raising", "missing"])
def test_it_shows_itself_once_and_nothing_on_stderr(
    cells: dict[str, nbformat.NotebookNode], name: str
) -> None:
    shown, score = cells[name].outputs
    assert shown.output_type == "display_data"
    assert {"text/plain", "text/html"} == set(shown.data)
    assert score.output_type == "execute_result"
    assert repr(float(score.data["text/plain"])) == score.data["text/plain"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("wrong", "See for yourself"),
        ("raising", "IndexError"),
        ("missing", "initialized"),
    ],
)
def test_what_is_wrong_earns_nothing_and_says_why(
    cells: dict[str, nbformat.NotebookNode], name: str, said: str
) -> None:
    assert _score(cells[name], 99) == 0
    assert said in _said(cells[name])


@pytest.mark.parametrize("name", ["unknown check", "unknown exercise"])
def test_what_there_is_not_earns_nothing(
    cells: dict[str, nbformat.NotebookNode], name: str
) -> None:
    (error,) = cells[name].outputs
    assert error.output_type == "error"
    assert "there are" in error.evalue or "exercises are" in error.evalue
    assert _score(cells[name], 99) == 0


def test_stderr_works_again_afterwards(cells: dict[str, nbformat.NotebookNode]) -> None:
    (printed,) = cells["after"].outputs
    assert printed.text == "still there\n"
