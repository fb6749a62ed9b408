"""What a student's feedback page leaves out: hidden checks, and what they found."""

from __future__ import annotations

from typing import Any

from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor

from graders.reports.texts import languages, texts


class HideHidden(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Takes hidden tests out of the cells that have any, and everything that these have shown.

    nbgrader's own feedback shows the text of hidden tests to everybody who has handed in.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """The notebook as students may see it; points stay."""
        hiding = ClearHiddenTests(parent=self.parent)
        for cell in nb.cells:
            if cell.cell_type == "code" and hiding.begin_test_delimeter in cell.source:
                hiding._remove_hidden_test_region(cell)  # noqa: SLF001  nbgrader's own way
                cell.outputs = [] if not cell.outputs else [_veil()]
        return nb, resources


def _veil() -> NotebookNode:
    """In the place of what a hidden test has shown."""
    text = "\n".join(texts(language).say("notebook.hidden") for language in languages())
    return from_dict({"output_type": "display_data", "metadata": {}, "data": {"text/plain": text}})
