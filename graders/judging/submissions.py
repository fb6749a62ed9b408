"""What a student hands in: a folder laid out like `exercises/`, one Python file, or a notebook."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graders.judging.exercises import Bank, Exercise
from graders.judging.notebooks import NotebookError, code_cells, read
from graders.lab.refusals import Refusal


class SubmissionError(Refusal, ValueError):
    """A submission that cannot be used: what was expected, what came, what to do."""


@dataclass(frozen=True)
class Submission:
    """Where the answers to a bank's exercises are. `only` is the exercise of a single file.

    Without a `path`: in the exercises' own folders.
    """

    path: Path | None = None
    only: str | None = None

    def answers(self, exercise: Exercise) -> bool:
        """Whether it has anything to do with this exercise."""
        return self.only in (None, exercise.name)

    def file_for(self, exercise: Exercise, framework: str) -> Path:
        """The file with the answer, which may not exist."""
        if self.path is None:
            return exercise.stub(framework)
        if self.only is not None:
            return self.path
        return self.path / exercise.name / f"for_{framework}.py"


def find_submission(path: Path, bank: Bank, chosen: list[Exercise] | None = None) -> Submission:
    """Understand a path that was handed in. `chosen` are the exercises asked for by name."""
    if not path.exists():
        raise SubmissionError(
            "no submission at {path}: give a folder laid out like exercises/, one .py file or a "
            "notebook",
            path=path,
        )
    if path.is_dir():
        return _folder(path, bank)
    if path.suffix not in (".py", ".ipynb"):
        raise SubmissionError(
            "{path} is not a submission: expected a folder laid out like exercises/, one .py file "
            "or a notebook, not {ending}"
            if path.suffix
            else "{path} is not a submission: expected a folder laid out like exercises/, one .py "
            "file or a notebook, not a file without an ending",
            path=path,
            ending=path.suffix,
        )
    return Submission(path, _exercise_of(path, bank, chosen or []))


def _folder(path: Path, bank: Bank) -> Submission:
    """The folder itself, or, where one exercise's own folder is given, the one above it."""
    names = {exercise.name for exercise in bank.exercises}
    if any((path / name).is_dir() for name in names):
        return Submission(path)
    resolved = path.resolve()
    if resolved.name in names:
        return Submission(resolved.parent)
    raise SubmissionError(
        "{path} holds none of the exercises' folders: expected {path}/{first}/ "
        "or another of {known}",
        path=path,
        first=min(names),
        known=", ".join(sorted(names)),
    )


def _exercise_of(path: Path, bank: Bank, chosen: list[Exercise]) -> str:
    """Which exercise a single file answers: the one asked for, its folder's, or its functions'."""
    if len(chosen) == 1:
        return chosen[0].name
    names = [exercise.name for exercise in bank.exercises]
    if path.stem in names:
        return path.stem
    for folder in path.resolve().parents:
        if folder.name in names:
            return folder.name
    defined = _defined_names(path)
    shared = {e.name: len(defined & e.prompt("en").signatures.keys()) for e in bank.exercises}
    best = max(shared, key=lambda name: shared[name])
    if shared[best] == 0 or list(shared.values()).count(shared[best]) > 1:
        raise SubmissionError(
            "cannot tell which exercise {path} answers: name it, as in "
            "`lazylab check {first} --submission {path}` "
            "or `pytest exercises/{first} --submission {path}`",
            path=path,
            first=names[0],
        )
    return best


def _defined_names(path: Path) -> set[str]:
    """Functions and classes at the top of a file or of a notebook's cells, where they parse."""
    try:
        if path.suffix == ".ipynb":
            parts = [cell.source for cell in code_cells(read(path))]
        else:
            parts = [path.read_bytes().decode("utf-8", "replace")]
    except (NotebookError, OSError):
        return set()
    return {name for part in parts for name in _names_at_the_top(part)}


def _names_at_the_top(source: str) -> Iterator[str]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        yield from (node.name for node in ast.parse(source).body if isinstance(node, kinds))
