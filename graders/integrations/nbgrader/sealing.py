"""In the place of nbgrader's `Execute`: cells run sealed, and marks are made outside.

The scores go into the outputs of the grade cells, where nbgrader looks for them; its database, late
penalties, formgrader, feedback and exports go on as ever.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import List, Unicode

from graders.integrations.nbgrader.grading import UNGRADED, Graded, Grader
from graders.integrations.nbgrader.store import Store
from graders.integrations.nbgrader.warming import bank_of, warm_judge
from graders.judging.judge import Judge


class SealedExecute(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Runs a notebook in a sealed process and judges it from outside."""

    seed = Unicode("", help="Any text: the cases that are drawn follow from it.").tag(config=True)
    limits = List(Unicode(), help='Such as "memory=1024" (MiB) or "cell_seconds=60".').tag(
        config=True
    )
    store = Unicode("", help="A folder with what was judged beforehand.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """The notebook with outputs and scores in it."""
        names = resources["nbgrader"]
        graded = self.graded(nb, resources)
        graded.write_into(nb)
        for flag in graded.flags:
            self.log.warning("%s, %s: %s", names["student"], names["notebook"], flag)
        return nb, resources

    def judge(self, framework: str) -> Judge:
        """With fork servers, the same one for all submissions that this process grades."""
        return warm_judge(framework, seed=self.seed or None, limits=tuple(self.limits))

    def graded(self, nb: NotebookNode, resources: Any) -> Graded:
        """What goes into the notebook's cells, from the store if it is there."""
        bank = bank_of(Path.cwd())
        grader = Grader(self.judge, bank, Path(f"{resources['nbgrader']['notebook']}.ipynb"))
        if not self.store:
            return grader.grade(nb)
        return Store(Path(self.store), bank).graded(nb, grader, self.seed, tuple(self.limits))


class SaveGrades(SaveAutoGrades):  # type: ignore[misc]  # nbgrader has no types
    """Leaves to a person what the grader itself failed at."""

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._add_score(cell, resources)
        if cell.metadata.get("lazylab", {}).get(UNGRADED):
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader["grade_id"],
                self.notebook_id,
                self.assignment_id,
                self.student_id,
            )
            grade.auto_score = None
            grade.needs_manual_grade = True
            self.gradebook.db.commit()
