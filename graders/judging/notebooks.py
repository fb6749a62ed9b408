"""Notebooks as submissions: their code cells, and which of them ask for points."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

MAX_BYTES = 50 * 2**20
GRADE = "grade"


class NotebookError(ValueError):
    """A notebook that cannot be read: what is wrong with it, and what to do."""


class Cell(Struct, frozen=True):
    """A code cell that is run. `graded`: it is the course's own, and gives points."""

    source: str
    name: str
    graded: bool = False


class GradeCall(Struct, frozen=True, forbid_unknown_fields=True):
    """What a grade cell of lazylab's asks for."""

    exercise: str
    checks: tuple[str, ...]
    framework: str = "torch"
    lang: str = "en"
    device: str = "cpu"


def read(path: Path) -> dict[str, Any]:
    """The notebook, as it stands in its file; `OSError` if there is none."""
    if path.stat().st_size > MAX_BYTES:
        raise NotebookError(
            f"{path} has {path.stat().st_size / 2**20:.0f} MiB, and a notebook may have "
            f"{MAX_BYTES // 2**20}: clear its outputs and hand it in again"
        )
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise NotebookError(f"{path} is no notebook: {error}") from None
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        raise NotebookError(f"{path} is no notebook of format 4: it has no list of cells")
    return found


def code_cells(notebook: dict[str, Any]) -> tuple[Cell, ...]:
    """The cells to run, in order: all code but what asks for points."""
    sources = [source_of(cell) for cell in notebook["cells"] if _is_code(cell)]
    named = [Cell(source, f"cell {number}") for number, source in enumerate(sources, start=1)]
    return tuple(cell for cell in named if grade_call(cell.source) is None)


def source_of(cell: dict[str, Any]) -> str:
    """A cell's text, which nbformat keeps as one string or as lines."""
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else source
    return text if isinstance(text, str) else ""


def _is_code(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def grade_call(source: str) -> GradeCall | None:
    """What `grade("exercise", "check", …)` at the end of a cell asks for; None if it does not."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return None
    if call.func.id != GRADE or not _imports_grade(body):
        return None
    try:
        exercise, *checks = (ast.literal_eval(argument) for argument in call.args)
        options = {str(k.arg): ast.literal_eval(k.value) for k in call.keywords}
        asked = options | {"exercise": exercise, "checks": tuple(checks)}
        if len(asked) < len(options) + 2:  # an argument given twice
            return None
        return msgspec.convert(asked, GradeCall, strict=True)
    except (TypeError, ValueError):
        return None


def _imports_grade(body: list[ast.stmt]) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "graders"
        and node.level == 0
        and any(name.name == GRADE and name.asname in (None, GRADE) for name in node.names)
        for node in body
    )
