"""Before anything is graded: the course's cells are what the course has made of them.

nbgrader puts back the text of its cells, but it believes what a submission's metadata say of which
cells there are, which of them give points, and by which format they were written.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

REMARKS = "lazylab_remarks"
_SCHEMA = 3


class SourceCell(Struct, frozen=True):
    """One of the course's cells, as the gradebook has it. `points` is None if it gives none."""

    name: str
    cell_type: str
    source: str
    checksum: str
    locked: bool
    points: float | None = None
    solution: bool = False
    task: bool = False

    def metadata(self) -> dict[str, Any]:
        """The metadata that nbgrader keeps in the cell."""
        given = {
            "schema_version": _SCHEMA,
            "grade_id": self.name,
            "grade": self.points is not None and not self.task,
            "solution": self.solution,
            "locked": self.locked,
            "task": self.task,
            "cell_type": self.cell_type,
            "checksum": self.checksum,
        }
        return given if self.points is None else given | {"points": self.points}


class RestoreCells(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Gives each of the course's cells its own metadata, and brings back those that give points."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """The notebook with the course's cells in it, each once."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            course = source_cells(gradebook, names["notebook"], names["assignment"])
        remarks = restore(nb, course)
        for said in remarks:
            self.log.warning("%s: %s", names["student"], said)
        resources[REMARKS] = remarks
        return nb, resources


def source_cells(gradebook: Gradebook, notebook: str, assignment: str) -> dict[str, SourceCell]:
    """What the gradebook knows of a notebook's cells, by name."""
    known = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: float(cell.max_score) for cell in (*known.grade_cells, *known.task_cells)}
    solutions = {cell.name for cell in known.solution_cells}
    tasks = {cell.name for cell in known.task_cells}
    return {
        cell.name: SourceCell(
            cell.name,
            cell.cell_type,
            cell.source,
            cell.checksum or "",
            bool(cell.locked),
            points.get(cell.name),
            cell.name in solutions,
            cell.name in tasks,
        )
        for cell in known.source_cells
    }


def restore(nb: NotebookNode, course: dict[str, SourceCell]) -> list[str]:
    """Restore a notebook in place; what had to be mended, in words."""
    said: list[str] = []
    seen: set[str] = set()
    for cell in reversed(nb.cells):  # of copies the last one counts, as it does for nbgrader
        name = _name(cell)
        if name is None or name not in course or name in seen:
            if name in seen:
                said.append(f"there are copies of the cell {name}: the last one counts")
            _forget(cell)
            continue
        seen.add(name)
        _become(cell, course[name])
    missing = [cell for name, cell in course.items() if name not in seen and cell.points]
    nb.cells.extend(map(_made, missing))
    if missing:
        names = ", ".join(cell.name for cell in missing)
        said.append(f"these cells were missing and are put at the end: {names}")
    return said


def _name(cell: NotebookNode) -> str | None:
    own = cell.metadata.get("nbgrader")
    name = own.get("grade_id") if isinstance(own, dict) else None
    return name if isinstance(name, str) else None


def _forget(cell: NotebookNode) -> None:
    cell.metadata.pop("nbgrader", None)


def _become(cell: NotebookNode, course: SourceCell) -> None:
    """Have the course's metadata and kind, and its text where students may not change it."""
    if cell.cell_type != course.cell_type:
        source, metadata = cell.source, cell.metadata
        cell.clear()
        cell.update(_made(course) | {"source": source, "metadata": metadata})
    cell.metadata["nbgrader"] = from_dict(course.metadata())
    if course.locked:
        cell.source = course.source


def _made(course: SourceCell) -> NotebookNode:
    made: dict[str, Any] = {
        "cell_type": course.cell_type,
        "id": f"restored-{course.checksum}"[:64],
        "metadata": {"nbgrader": course.metadata()},
        "source": course.source,
    }
    if course.cell_type == "code":
        made |= {"execution_count": None, "outputs": []}
    return from_dict(made)
