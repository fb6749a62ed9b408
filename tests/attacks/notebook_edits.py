"""Hostile notebooks that are not a matter of a cell: edits of the file, and files handed in with it.

The first line of each says what it tries; the notebook is what students get, unsolved.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode, v4

_FAKE = "def grade(*_, **__):\n    return None\n"
Edit = Callable[[NotebookNode, Path], None]


def _grade_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [c for c in notebook.cells if c.cell_type == "code" and c.metadata.nbgrader["grade"]]


def grade_cells_replaced(notebook: NotebookNode, _: Path) -> None:
    """In the file: each grade cell says `1.0`, and is not locked any more."""
    for cell in _grade_cells(notebook):
        cell.source = "1.0"
        cell.metadata.nbgrader["locked"] = False


def grade_flags_removed(notebook: NotebookNode, _: Path) -> None:
    """In the file: grade cells are no grade cells, and others of the same names give full marks."""
    for cell in _grade_cells(notebook):
        other = v4.new_code_cell("pass", metadata={"nbgrader": dict(cell.metadata.nbgrader)})
        cell.metadata.nbgrader |= {"grade": False, "locked": False}
        notebook.cells.insert(0, other)


def points_raised(notebook: NotebookNode, _: Path) -> None:
    """In the file: each grade cell is worth a thousand points."""
    for cell in _grade_cells(notebook):
        cell.metadata.nbgrader["points"] = 1000


def grade_cells_deleted(notebook: NotebookNode, _: Path) -> None:
    """In the file: there are no grade cells."""
    notebook.cells = [cell for cell in notebook.cells if cell not in _grade_cells(notebook)]


def grade_cells_renamed(notebook: NotebookNode, _: Path) -> None:
    """In the file: the names of the grade cells belong to cells of the student's own, and to no others."""
    for number, cell in enumerate(_grade_cells(notebook)):
        own = v4.new_code_cell("1.0", metadata={"nbgrader": dict(cell.metadata.nbgrader)})
        own.metadata.nbgrader |= {"locked": False, "solution": True}
        cell.metadata.nbgrader["grade_id"] = f"other-{number}"
        notebook.cells.append(own)


def grade_cells_skipped(notebook: NotebookNode, _: Path) -> None:
    """In the file: grade cells carry the tag at which Jupyter does not run a cell."""
    for cell in _grade_cells(notebook):
        cell.metadata["tags"] = ["skip-execution"]


def grade_cells_as_text(notebook: NotebookNode, _: Path) -> None:
    """In the file: grade cells are text, not code."""
    for cell in _grade_cells(notebook):
        cell.cell_type = "markdown"
        cell.metadata.nbgrader["cell_type"] = "markdown"
        del cell["outputs"], cell["execution_count"]


def outputs_forged(notebook: NotebookNode, _: Path) -> None:
    """In the file: each grade cell has been run already, and has given a point."""
    data = {"text/plain": "1.0"}
    for cell in _grade_cells(notebook):
        cell.outputs = [v4.new_output("execute_result", data, execution_count=1)]
        cell.execution_count = 1


def old_schema(notebook: NotebookNode, _: Path) -> None:
    """In the file: nbgrader's metadata are of version 1, at which stock nbgrader stops for everybody."""
    for cell in notebook.cells:
        cell.metadata.nbgrader["schema_version"] = 1


def a_module_beside(notebook: NotebookNode, folder: Path) -> None:
    """Beside the file: `graders.py`, which grade cells import before the course's own."""
    del notebook
    (folder / "graders.py").write_text(_FAKE, encoding="utf-8")


def settings_beside(notebook: NotebookNode, folder: Path) -> None:
    """Beside the file: `sitecustomize.py`, `ipython_config.py` and `nbgrader_config.py`."""
    del notebook
    hook = "import sys, types\nsys.modules['graders'] = types.ModuleType('graders')\n"
    hook += f"exec({_FAKE!r}, vars(sys.modules['graders']))\n"
    for name in ("sitecustomize.py", "usercustomize.py"):
        (folder / name).write_text(hook, encoding="utf-8")
    lines = f"c = get_config()\nc.InteractiveShellApp.exec_lines = [{hook!r}]\n"
    for name in ("ipython_config.py", "ipython_kernel_config.py", "nbgrader_config.py"):
        (folder / name).write_text(lines, encoding="utf-8")


EDITS: tuple[Edit, ...] = (
    grade_cells_replaced,
    grade_flags_removed,
    points_raised,
    grade_cells_deleted,
    grade_cells_renamed,
    grade_cells_skipped,
    grade_cells_as_text,
    outputs_forged,
    old_schema,
    a_module_beside,
    settings_beside,
)
