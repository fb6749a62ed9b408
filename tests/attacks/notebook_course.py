"""A course of nbgrader in a folder of its own: made, handed in to, graded by nbgrader's own command."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from msgspec import Struct
from nbformat import NotebookNode, v4
from nbgrader.api import Gradebook, MissingEntry

from graders.integrations.nbgrader.assignments import grade_id, source_notebook
from graders.judging.exercises import Bank

ASSIGNMENT = "dimension_mismatch"
HONEST, STUB = "zoe", "stub"  # nobody's name comes after hers: she is graded last
SECONDS = 400
_OWN = "own"
_OWN_POINTS = 4
_OWN_CELL = """\
# The instructor's own: no answer is right by accident.
assert abs(first_mismatch([(4, 8), (None, 6), (5, 2)], 4) - 2) < 1e-9
assert sorted(sizes_at_mismatch([(4, 8), (None, 6), (5, 2)], 4)) == [5, 6]"""
_CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "attacks"\n'
_CONFIGURE = "from graders.integrations.nbgrader.settings import configure; configure(c)\n"
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc")


class Marks(Struct, frozen=True):
    """What the gradebook has for one student: points of lazylab's cells, and of the own cell.

    None: no points are there, because the grading has failed or waits for a person.
    """

    lazylab: float | None
    own: float | None


class Course:
    """A folder as `nbgrader` wants it. `sealed`: with `configure(c)`."""

    def __init__(self, folder: Path, *, sealed: bool) -> None:
        self.folder = folder
        self._sealed = sealed
        self._before: set[Path] = set()
        text = _CONFIG + (_CONFIGURE if sealed else "")
        (folder / "nbgrader_config.py").write_text(text, encoding="utf-8")

    @property
    def released(self) -> NotebookNode:
        """What students get."""
        return nbformat.read(self.folder / "release" / _PLACE, as_version=4)

    @property
    def solved(self) -> NotebookNode:
        """What a student hands in who knows it all."""
        return nbformat.read(self.folder / "source" / _PLACE, as_version=4)

    def folder_of(self, student: str) -> Path:
        """Where a student hands in."""
        folder = self.folder / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def hand_in(self, student: str, notebook: NotebookNode) -> None:
        """Put a notebook where nbgrader looks for it."""
        text = json.dumps(notebook)  # also what nbformat would refuse
        (self.folder_of(student) / _PLACE.name).write_text(text, encoding="utf-8")

    def autograde(self) -> str:
        """Grade everybody with nbgrader's command; what it says."""
        self._before = self._files()
        return self._nbgrader("autograde", ASSIGNMENT)

    def generate(self) -> None:
        """Put the source notebook into the gradebook, and make what students get."""
        said = self._nbgrader("generate_assignment", ASSIGNMENT)
        assert (self.folder / "release" / _PLACE).is_file(), said

    def marks(self, student: str) -> Marks:
        """What the gradebook has."""
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}", "attacks") as gradebook:
            try:
                found = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student).grades
            except MissingEntry:
                return Marks(None, None)
            points = {
                grade.name: None if grade.auto_score is grade.manual_score is None else grade.score
                for grade in found
            }
        own = points.pop(_OWN, None)
        ours = [earned for name, earned in points.items() if name.startswith("check-")]
        return Marks(None if None in ours else sum(ours), own)

    def strays(self) -> list[str]:
        """Files that grading has brought, and nbgrader would not."""
        new = self._files() - self._before
        for handed_in in (self.folder / "submitted").rglob("*.*"):
            new.discard(Path("autograded", handed_in.relative_to(self.folder / "submitted")))
        return sorted(map(str, new))

    def _files(self) -> set[Path]:
        return {path.relative_to(self.folder) for path in self.folder.rglob("*") if path.is_file()}

    def _nbgrader(self, *arguments: str) -> str:
        """Run a command in the course, with a home folder of its own."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "nbgrader", *arguments]
        within = [] if self._sealed else _sandbox(self.folder)
        known = {"HOME": str(home), "OMP_NUM_THREADS": "1", "PATH": os.environ["PATH"]}
        ran = subprocess.run(
            [*within, *command],
            cwd=self.folder,
            env=known,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
        return ran.stdout.decode(errors="replace")


_PLACE = Path(ASSIGNMENT, f"{ASSIGNMENT}.ipynb")


def made_course(folder: Path) -> Course:
    """A course with one notebook: an exercise's, and a grade cell of the instructor's own."""
    notebook = source_notebook(Bank().exercise(ASSIGNMENT), "torch", "en")
    notebook.cells.append(_own_cell())
    path = folder / "source" / _PLACE
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    course = Course(folder, sealed=True)  # nobody's code is run: there is nothing to be walled in
    course.generate()
    return course


def copied(course: Course, folder: Path, *, sealed: bool) -> Course:
    """The same course once more, graded in that way."""
    shutil.copytree(course.folder, folder)
    return Course(folder, sealed=sealed)


def attacked(notebook: NotebookNode, text: str) -> NotebookNode:
    """The notebook with a text in its first solution cell, and nothing in the others."""
    made = copy.deepcopy(notebook)
    cells = [cell for cell in made.cells if grade_id(cell).startswith("solution-")]
    for cell in cells:
        cell.source = "pass"
    cells[0].source = text
    return made


def full_marks(notebook: NotebookNode) -> Marks:
    """All the points that the notebook's code cells give."""
    found = {grade_id(cell): cell.metadata.nbgrader.get("points") for cell in notebook.cells}
    return Marks(sum(p for name, p in found.items() if name.startswith("check-")), found[_OWN])


def _own_cell() -> NotebookNode:
    settings = {
        "cell_type": "code",
        "grade": True,
        "grade_id": _OWN,
        "locked": True,
        "points": _OWN_POINTS,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return v4.new_code_cell(_OWN_CELL, id=_OWN, metadata={"nbgrader": settings})


def _sandbox(folder: Path) -> list[str]:
    """The interpreter, the system and the repository, to be read; the course, to be written."""
    command = ["bwrap", "--unshare-all", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
    command += ["--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev"]
    command += ["--tmpfs", "/tmp"]
    for path in (*_SYSTEM, sys.base_prefix, sys.prefix, str(Bank().root)):
        command += ["--ro-bind", path, path] if Path(path).exists() else []
    return [*command, "--bind", str(folder), str(folder), "--chdir", str(folder), "--"]
