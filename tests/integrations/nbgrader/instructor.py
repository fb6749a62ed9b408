"""What an instructor does to a course: edits in Jupyter, and a bank that becomes newer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode as Notebook
from typer.testing import Result

from graders.integrations.nbgrader.assignments import grade_id
from graders.judging.exercises import Exercise

NAME = "dimension_mismatch"
SOLUTION = "solution-first_mismatch"
CHECK = "check-names_the_layer_that_stops"
TASK = "task-first_mismatch"

Init = Callable[..., Result]


def read(path: Path) -> Notebook:
    return nbformat.read(path, as_version=4)


def edited(path: Path, edit: Callable[[Notebook], Any]) -> None:
    """What an instructor does in Jupyter."""
    notebook = read(path)
    edit(notebook)
    nbformat.write(notebook, path)


def cell_of(notebook: Notebook, name: str) -> Notebook:
    return next(cell for cell in notebook.cells if grade_id(cell) == name)


def says(name: str, text: str) -> Callable[[Notebook], None]:
    def edit(notebook: Notebook) -> None:
        cell_of(notebook, name).source = text

    return edit


def replaced(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def newer_task(exercise: Exercise) -> None:
    replaced(exercise.folder / "prompt.en.md", "The network is new", "The network is brand new")
