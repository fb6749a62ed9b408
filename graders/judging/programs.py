"""Answers as programs: one file or a notebook's cells, and how they get into a lab."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Protocol

from graders.judging import notebooks
from graders.judging.exercises import Exercise
from graders.judging.notebooks import Cell, NotebookError
from graders.judging.outcomes import trouble_of_load
from graders.judging.overlays import OverlayError, read_sample
from graders.judging.report import Trouble
from graders.lab.lab import InProcessLab, Lab
from graders.lab.messages import Load, Reply, Returned, RunCell

MAIN = "__main__"


class Program(Protocol):
    """An answer that can be run in a lab. `path` is where people find it."""

    @property
    def path(self) -> Path:
        """Where people find it."""

    def load(self, lab: Lab, module: str) -> Trouble | None:
        """Run it in a lab, as a module of that name: why that cannot be, or None."""


def program_at(path: Path) -> Program:
    """What a file holds."""
    return NotebookFile(path) if path.suffix == ".ipynb" else PythonFile(path)


def answer_at(path: Path, exercise: Exercise) -> Program:
    """An answer to an exercise: a submission, or one of the exercise's own wrong answers.

    Only those are put together from two files. A submission that says where its rest is to come
    from gets nothing by it: no student may name a solution.
    """
    return WrongAnswer(path) if exercise.is_wrong_answer(path) else program_at(path)


@dataclass(frozen=True)
class PythonFile:
    """A module."""

    path: Path

    def load(self, lab: Lab, module: str) -> Trouble | None:
        """Read it once, and run it."""
        try:
            source = self.path.read_bytes()
        except OSError as error:
            return _unreadable(self.path, error.strerror or str(error))
        reply = lab.ask(Load(source, module, str(self.path)))
        return None if isinstance(reply, Returned) else trouble_of_load(reply, self.path)


@dataclass(frozen=True)
class WrongAnswer:
    """One of a bank's own, whose file may have only what is wrong."""

    path: Path

    def load(self, lab: Lab, module: str) -> Trouble | None:
        """Put it together, and run the whole."""
        try:
            source = read_sample(self.path).encode()
        except OSError as error:
            return _unreadable(self.path, error.strerror or str(error))
        except OverlayError as error:
            return _unreadable(self.path, str(error))
        reply = lab.ask(Load(source, module, str(self.path)))
        return None if isinstance(reply, Returned) else trouble_of_load(reply, self.path)


class Cells:
    """A notebook's code cells. `replies` is what came of each when they were last run."""

    def __init__(self, path: Path, cells: tuple[Cell, ...]) -> None:
        self.path = path
        self._cells = cells or (Cell("", "no cell"),)
        self.replies: list[Reply] = []

    def load(self, lab: Lab, module: str) -> Trouble | None:
        """Run one after the other: as in Jupyter, what fails does not stop the next."""
        del module  # notebooks are what is run, whoever looks at `__name__`
        self.replies = [
            lab.ask(RunCell(_text(cell.source), MAIN, cell.name, number == 0, cell.graded))
            for number, cell in enumerate(self._cells)
        ]
        return None


@dataclass(frozen=True)
class Running:
    """What a kernel has run already, in this process: its cells need not be run again."""

    module: ModuleType
    path: Path = Path("notebook")

    def load(self, lab: Lab, module: str) -> Trouble | None:
        """Let a lab of this process have the module as it is."""
        del module
        if not isinstance(lab, InProcessLab):
            raise TypeError("what runs in this process is judged in this process")
        lab.adopt(self.module)
        return None


@dataclass(frozen=True)
class NotebookFile:
    """A notebook as somebody saved it."""

    path: Path

    def load(self, lab: Lab, module: str) -> Trouble | None:
        """Run its code cells, but for those that ask for points."""
        if importlib.util.find_spec("IPython") is None:
            return _unreadable(
                self.path,
                "notebooks need IPython: pip install -c constraints.txt -e '.[nbgrader]'",
            )
        try:
            cells = notebooks.code_cells(notebooks.read(self.path))
        except OSError as error:
            return _unreadable(self.path, error.strerror or str(error))
        except NotebookError as error:
            return _unreadable(self.path, str(error))
        return Cells(self.path, cells).load(lab, module)


def _text(source: str) -> str:
    """Half a character can stand in a notebook, and cannot be sent."""
    return source.encode("utf-8", "replace").decode()


def _unreadable(path: Path, reason: str) -> Trouble:
    return Trouble("no_file", {"path": str(path), "reason": reason})
