"""What was judged, kept by what was asked: an interrupted run goes on where it stopped."""

from __future__ import annotations

import functools
import hashlib
import json
from importlib import metadata
from pathlib import Path

import msgspec
from nbformat.notebooknode import NotebookNode

from graders.integrations.nbgrader.grading import Graded, Grader
from graders.judging.exercises import DEFAULT_ROOT, Bank
from graders.reports import files


class Store:
    """Graded notebooks in a folder, a file each."""

    def __init__(self, folder: Path, bank: Bank) -> None:
        self._folder = folder
        self._roots = frozenset({DEFAULT_ROOT / "graders", *bank.others})

    def graded(
        self, nb: NotebookNode, grader: Grader, seed: str, limits: tuple[str, ...]
    ) -> Graded:
        """From the folder if this very notebook was graded in this way before."""
        path = self._folder / f"{self._digest(nb, seed, limits)}.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=Graded)
        except (OSError, msgspec.MsgspecError):
            graded = grader.grade(nb)
        files.write(msgspec.json.encode(graded), path)
        return graded

    def _digest(self, nb: NotebookNode, seed: str, limits: tuple[str, ...]) -> str:
        """Of all that the marks depend on: the cells, the settings, the graders, the framework."""
        cells = [
            [cell.cell_type, cell.source, dict(cell.metadata.get("nbgrader", {}))]
            for cell in nb.cells
        ]
        asked = json.dumps([cells, seed, limits, _versions(self._roots)], sort_keys=True)
        return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


@functools.cache
def _versions(roots: frozenset[Path]) -> list[str]:
    """What this process judges with: it was imported once, and stays as it is."""
    own = sorted(path for root in roots for path in root.rglob("*.py"))
    sources = hashlib.sha256(b"".join(path.read_bytes() for path in own)).hexdigest()
    return [*(metadata.version(name) for name in ("lazylab", "torch", "hypothesis")), sources]
