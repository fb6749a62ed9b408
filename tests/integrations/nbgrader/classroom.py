"""A class of twelve, as courses have them: what each hands in for one exercise."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from graders.judging.exercises import Bank

EXERCISE = "dimension_mismatch"
NOTEBOOK = f"{EXERCISE}.ipynb"
COMMANDS = Path(sys.executable).parent


def run(folder: Path, *command: str, status: int = 0) -> str:
    """Run a real command in a folder; what it printed."""
    with started(folder, *command) as process:
        said, errors = process.communicate()
    assert process.returncode == status, said + errors
    return said + errors


def started(folder: Path, *command: str) -> subprocess.Popen[str]:
    """A real command that has been started in a folder."""
    return subprocess.Popen(
        [str(COMMANDS / command[0]), *command[1:]],
        cwd=folder,
        # nbgrader looks for alembic on the path.
        env=os.environ
        | {"PATH": f"{COMMANDS}{os.pathsep}{os.environ['PATH']}", "OMP_NUM_THREADS": "1"}
        | {"COLUMNS": "200", "LAZYLAB_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def solution_cells(nb: NotebookNode) -> list[NotebookNode]:
    """The code cells that students fill in."""
    return [
        cell
        for cell in nb.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
    ]


def answering(source: str) -> Callable[[NotebookNode], None]:
    """An answer, all of it in the first solution cell."""

    def edit(nb: NotebookNode) -> None:
        first, *others = solution_cells(nb)
        first.source = source
        for cell in others:
            cell.source = ""

    return edit


def _without_grade_cells(nb: NotebookNode) -> None:
    answering(_source("solution"))(nb)
    nb.cells = [c for c in nb.cells if c in solution_cells(nb)]


def _backwards(nb: NotebookNode) -> None:
    answering(_source("solution"))(nb)
    nb.cells.reverse()


def _twice(nb: NotebookNode) -> None:
    answering(_source("solution"))(nb)
    nb.cells = [*nb.cells, *(cell.copy() for cell in nb.cells)]


def _source(name: str) -> str:
    exercise = Bank().exercise(EXERCISE)
    if name == "solution":
        return exercise.solution("torch").read_text(encoding="utf-8")
    return next(sample.source for sample in exercise.samples("torch") if sample.name == name)


def _samples(kind: str) -> list[str]:
    return [s.name for s in Bank().exercise(EXERCISE).samples("torch") if s.kind == kind]


def hand_ins() -> dict[str, Callable[[NotebookNode], None]]:
    """What each student does to the released notebook."""
    wrong = _samples("wrong")
    right = next(name for name in _samples("right") if name != "solution")
    return {
        "ada": answering(_source("solution")),
        "李 雷": answering(_source(right)),
        "wrong_one": answering(_source(wrong[0])),
        "wrong_two": answering(_source(wrong[-1])),
        "noisy": answering("import sys, warnings\n" + _source(wrong[1]) + _NOISE),
        "stub": lambda _: None,
        "broken": answering("def first_mismatch(layers, in_features:\n    return 3"),
        "fails first": answering("raise RuntimeError('here')\n"),
        "kills": answering(_source("solution") + "\nimport os\nos._exit(0)"),
        "hangs": answering(_source("solution") + "\nwhile True: pass"),
        "deleted": _without_grade_cells,
        "reordered": _backwards,
        "copied": _twice,
    }


_NOISE = """
print("in the cell", file=sys.stderr)
warnings.warn("watch out")
_first = first_mismatch
def first_mismatch(layers, in_features):
    print("in a call", file=sys.stderr)
    return _first(layers, in_features)
"""


def hand_in(course: Path, student: str, edit: Callable[[NotebookNode], None]) -> Path:
    """Put an edited copy of the released notebook where nbgrader collects."""
    nb = nbformat.read(course / "release" / EXERCISE / NOTEBOOK, as_version=4)
    edit(nb)
    folder = course / "submitted" / student / EXERCISE
    folder.mkdir(parents=True, exist_ok=True)
    # Written as it is: nbformat would mend copies of cells.
    (folder / NOTEBOOK).write_text(json.dumps(nb), encoding="utf-8")
    return folder / NOTEBOOK
