"""A source notebook for nbgrader, made from an exercise's prompt, stub and solution.

The intro, and for each function its task, a cell for its solution and a grade cell a check; at the
end a question to be answered in words, which a person marks. The same exercise gives the same
notebook every time, with the same names of cells, so that a later one can be compared with it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from nbformat import NotebookNode, v4

from graders.app.request import RequestError
from graders.integrations.nbgrader.cells import (
    BEGIN,
    BEGIN_HIDDEN,
    END,
    END_HIDDEN,
    ItemCell,
    item_cells,
)
from graders.integrations.nbgrader.pieces import CellError
from graders.judging.exercises import Exercise
from graders.judging.prompts import PromptError
from graders.reports.texts import DEFAULT as DEFAULT_LANGUAGE
from graders.reports.texts import texts

DEFAULT_FRAMEWORK = "torch"
_EXPLAIN_POINTS = 2
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_CODE_HEADING = re.compile(r"`([^`(]+)[^`]*`")
_LONGEST_ID = 64
_COUNTING = ("grade", "grade_id", "locked", "points", "solution", "task")


@dataclass(frozen=True)
class Section:
    """A heading of a prompt with its text, and the names of the checks below it.

    `function` is None where the section is about several functions, or all of them. `name` is the
    same in all languages.
    """

    name: str
    function: str | None
    task: str
    checks: list[str]


def source_notebook(
    exercise: Exercise, framework: str, language: str, hidden: Collection[str] = ()
) -> NotebookNode:
    """An exercise as a notebook with its solutions; RequestError, PromptError if it cannot.

    `hidden` are checks, "exercise/check", that students are not shown.
    """
    intro, found = _read_sections(exercise, language)
    points = {check.name: check.points for check in exercise.checks}
    items = _items(exercise, framework, [part.function for part in found if part.function])
    cells = [_locked("markdown", intro, f"task-{exercise.name}")]
    for section in found:
        cells.append(_locked("markdown", section.task, f"task-{section.name}"))
        cells += [_item_cell(item) for item in items if item.name == section.function]
        for check in section.checks:
            line = grade_line(exercise.name, check, framework, language)
            if f"{exercise.name}/{check}" in hidden:
                line = f"{BEGIN_HIDDEN}\n{line}\n{END_HIDDEN}"
            cells.append(_cell("code", line, f"check-{check}", locked=True, points=points[check]))
    cells.append(_explain_cell(exercise, language))
    metadata = {
        "kernelspec": _KERNEL,
        "language_info": {"name": "python"},
        "lazylab": {
            "cells": [grade_id(cell) for cell in cells],
            "framework": framework,
            "language": language,
        },
    }
    return v4.new_notebook(cells=cells, metadata=metadata)


def sections(markdown: str) -> tuple[str, list[Section]]:
    """A prompt's intro and its sections. What is said about checks, hints too, is left out."""
    lines = markdown.split("\n")
    headings = list(_headings(markdown))
    bounds = [(line, name) for line, level, name in headings if level == "h2"]
    bounds.append((len(lines), None))
    found: list[Section] = []
    for (start, function), (end, _) in pairwise(bounds):
        below = [h for h in headings if start < h[0] < end]
        checks = {name: line for line, level, name in below if level == "h3" and name}
        task_end = min([*checks.values(), end])
        task = "\n".join(lines[start:task_end]).strip()
        name = function or next(iter(checks), f"part-{len(found) + 1}")
        found.append(Section(name, function, task, list(checks)))
    return "\n".join(lines[: bounds[0][0]]).strip(), found


def grade_line(exercise: str, check: str, framework: str, language: str) -> str:
    """The line of code that judges one check in a notebook."""
    options = "" if framework == DEFAULT_FRAMEWORK else f', framework="{framework}"'
    options += "" if language == DEFAULT_LANGUAGE else f', lang="{language}"'
    return f'from graders import grade; grade("{exercise}", "{check}"{options})'


def digest(cell: NotebookNode) -> str:
    """The same for cells that say the same and count the same."""
    text = json.dumps([cell.cell_type, cell.source, settings(cell)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def settings(cell: NotebookNode) -> dict[str, Any]:
    """What of a cell's metadata for nbgrader counts. The rest may change with its version."""
    found = noted(cell, "nbgrader")
    return {name: found[name] for name in _COUNTING if name in found}


def grade_id(cell: NotebookNode) -> str:
    """The name by which nbgrader knows a cell; empty if it does not."""
    return str(noted(cell, "nbgrader").get("grade_id", ""))


def noted(node: NotebookNode, by: str) -> dict[str, Any]:
    """What a program has noted in the metadata of a cell or of a notebook."""
    found = node.metadata.get(by)
    return found if isinstance(found, dict) else {}


def _read_sections(exercise: Exercise, language: str) -> tuple[str, list[Section]]:
    """The prompt in that language, or else in English; PromptError if a check is not in it."""
    path = exercise.prompt_file(exercise.prompt(language).language)
    intro, found = sections(path.read_text(encoding="utf-8"))
    described = sorted(check for section in found for check in section.checks)
    existing = sorted(check.name for check in exercise.checks)
    if described != existing:
        odd = set(described) ^ set(existing) or set(described)
        raise PromptError(
            f"{path}: each check has one section '### `its_name`' below a function, and each such "
            f"section is about a check; not so {', '.join(sorted(odd))}"
        )
    return intro, found


def _headings(markdown: str) -> Iterator[tuple[int, str, str | None]]:
    """Line, level, and the name of the function or check that it is about, of each heading."""
    tokens = MarkdownIt().parse(markdown)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.map and token.level == 0:
            named = _CODE_HEADING.fullmatch(inline.content)
            yield token.map[0], token.tag, named[1] if named else None


def _items(exercise: Exercise, framework: str, functions: list[str]) -> list[ItemCell]:
    """The code cells, one a function."""
    if framework not in exercise.frameworks:
        raise RequestError(
            f"{exercise.name} has no stub for {framework}: it has {', '.join(exercise.frameworks)}; "
            f"leave it out with --exercises"
        )
    try:
        return item_cells(exercise.stub(framework), exercise.solution(framework), functions)
    except CellError as error:
        raise RequestError(str(error)) from error


def _item_cell(item: ItemCell) -> NotebookNode:
    if item.given:
        return _locked("code", item.source, f"given-{item.name}")
    return _cell("code", item.source, f"solution-{item.name}", solution=True)


def _explain_cell(exercise: Exercise, language: str) -> NotebookNode:
    """A question to be answered in words. What a good answer says is the instructor's affair."""
    words = texts(language)
    question = words.say("notebook.explain", title=exercise.prompt(language).title)
    source = f"{question}\n\n{BEGIN}\n{words.say('notebook.answer')}\n{END}"
    name = f"explain-{exercise.name}"
    return _cell("markdown", source, name, solution=True, points=_EXPLAIN_POINTS)


def _locked(kind: str, source: str, name: str) -> NotebookNode:
    return _cell(kind, source, name, locked=True)


def _cell(
    kind: str,
    source: str,
    name: str,
    *,
    locked: bool = False,
    solution: bool = False,
    points: int | None = None,
) -> NotebookNode:
    """A cell with nbgrader's settings, and a digest that tells later whether it was changed."""
    name = _usable(name)
    for_nbgrader: dict[str, object] = {
        "cell_type": kind,
        "grade": points is not None,
        "grade_id": name,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        for_nbgrader["points"] = points
    new = v4.new_code_cell if kind == "code" else v4.new_markdown_cell
    cell = new(source, id=name, metadata={"nbgrader": for_nbgrader})
    cell.metadata["lazylab"] = {"digest": digest(cell)}
    return cell


def _usable(name: str) -> str:
    """The name, if it can be the id of a cell; else one like it that can."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    if plain == name and len(name) <= _LONGEST_ID:
        return name
    tail = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{plain[: _LONGEST_ID - 9]}-{tail}"
