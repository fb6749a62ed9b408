"""What was judged, kept by what was asked: an interrupted run goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from pathlib import Path

import msgspec
from nbformat.notebooknode import NotebookNode

from graders.integrations.banks import bank_in_use
from graders.integrations.nbgrader.grading import Graded, Grader
from graders.judging.exercises import DEFAULT_ROOT
from graders.reports import files


class Store:
    """Graded notebooks in a folder, a file each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def graded(
        self, nb: NotebookNode, grader: Grader, seed: str, limits: tuple[str, ...]
    ) -> Graded:
        """From the folder if this very notebook was graded in this way before."""
        path = self._folder / f"{_digest(nb, seed, limits)}.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=Graded)
        except (OSError, msgspec.MsgspecError):
            graded = grader.grade(nb)
        files.write(msgspec.json.encode(graded), path)
        return graded


def _digest(nb: NotebookNode, seed: str, limits: tuple[str, ...]) -> str:
    """Of all that the marks depend on: the cells, the settings, the graders, the framework."""
    cells = [
        [cell.cell_type, cell.source, dict(cell.metadata.get("nbgrader", {}))] for cell in nb.cells
    ]
    asked = json.dumps([cells, seed, limits, _versions()], sort_keys=True)
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


def _versions() -> list[str]:
    names = ("lazylab", "torch", "hypothesis")
    roots = {DEFAULT_ROOT / "graders", *bank_in_use().others}
    own = sorted(path for root in roots for path in root.rglob("*.py"))
    changed = hashlib.sha256(b"".join(path.read_bytes() for path in own)).hexdigest()
    return [*(metadata.version(name) for name in names), changed]
