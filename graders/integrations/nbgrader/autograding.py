"""`lazylab nbgrader autograde`: what `nbgrader autograde` does, several students at a time.

Workers judge notebooks and keep what they found in the course's `.lazylab/judged/`. One process, this
one, runs nbgrader's own converter for each student as soon as the judging is there, and nobody else
writes to the gradebook. What was kept is there after an interruption, too.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import multiprocessing
import os
import re
import signal
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any

import nbformat
from msgspec import Struct
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import CheckCellMetadata

from graders.app.request import RequestError
from graders.integrations.nbgrader import warming
from graders.integrations.nbgrader.restoring import REMARKS
from graders.integrations.nbgrader.sealing import SealedExecute
from graders.lab.sealed.pair import ForkServerPair, Invitations
from graders.lab.sealed.processors import shared_out

_STATE = ".lazylab"
_PR_SET_PDEATHSIG = 1
_Judged = dict[Future[list[str]], str]


class StudentGraded(Struct, frozen=True):
    """How one student's submission ended. `remarks` are for the instructor; `failed`: no marks."""

    student: str
    score: float = 0.0
    possible: float = 0.0
    remarks: tuple[str, ...] = ()
    failed: bool = False


class Course:
    """A course folder as nbgrader sees it, with its own settings."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "nbgrader_config.py").is_file():
            raise RequestError(
                f"{folder} is no course of nbgrader: it has no nbgrader_config.py. "
                "Go to the course's folder, or make one: lazylab nbgrader init COURSE"
            )
        self.folder = folder.resolve()
        self._app = AutogradeApp()
        os.chdir(self.folder)  # nbgrader looks for its settings where it stands
        self._app.initialize([])
        self._app.log.setLevel(logging.CRITICAL)
        # Between our preprocessors and nbgrader's, a notebook is what they take it for.
        self._app.config.Exporter.optimistic_validation = True
        self._app.config.SealedExecute.store = str(self.folder / _STATE / "judged")
        self.directory = self._app.coursedir
        self.config = self._app.config

    def converter(self, assignment: str, student: str, *, force: bool = False) -> Autograde:
        """Nbgrader's own converter for one student."""
        self.directory.assignment_id = assignment
        self.directory.student_id = student
        made = Autograde(coursedir=self.directory, parent=self._app)
        if SealedExecute not in made.autograde_preprocessors:
            raise RequestError(
                f"{self.folder / 'nbgrader_config.py'} does not judge sealed. Add the line\n"
                "from graders.integrations.nbgrader.settings import configure; configure(c)"
            )
        made.force = force
        return made

    def gradebook(self) -> Gradebook:
        """The course's gradebook."""
        return Gradebook(self.directory.db_url, self.directory.course_id)

    def students(self, assignment: str) -> list[str]:
        """Who has handed in anything, by the names of the folders."""
        with self.gradebook() as gradebook:
            try:
                gradebook.find_assignment(assignment)
            except MissingEntry:
                known = ", ".join(a.name for a in gradebook.assignments) or "none yet"
                raise RequestError(
                    f"the gradebook has no assignment {assignment!r}: there are {known}. "
                    f"Make it with `nbgrader generate_assignment {assignment}`"
                ) from None
        pattern = self.directory.format_path(
            self.directory.submitted_directory, "(?P<student>[^/]+)", assignment, escape=True
        )
        folders = Path(self.directory.root, self.directory.submitted_directory).glob("*/*")
        matched = (re.fullmatch(pattern, str(folder)) for folder in folders if folder.is_dir())
        return sorted(match["student"] for match in matched if match)


def autograde(
    folder: Path,
    assignment: str,
    parents: ForkServerPair,
    *,
    jobs: int = 1,
    force: bool = False,
    only: tuple[str, ...] = (),
    waiting: Callable[[Iterator[StudentGraded], int], Iterator[StudentGraded]] | None = None,
) -> list[StudentGraded]:
    """Grade an assignment; one student's mishap never stops the others.

    `parents` are `warming.parents_of` the course; they stay the caller's. `waiting` is given the
    results as they come, and their number, to show progress.
    """
    warnings.simplefilter("ignore")  # nbgrader's own, of its database and of copied cells
    course = Course(folder)
    students = course.students(assignment)
    unknown = sorted(set(only) - set(students))
    if unknown:
        raise RequestError(
            f"no submission of {unknown[0]!r} to {assignment}: there are {', '.join(students)}"
        )
    students = [student for student in students if not only or student in only]
    course.converter(assignment, "*")  # says at once what is wrong with the settings
    with _judged(course, assignment, students, jobs, parents.invitations()) as judged:
        results = _graded(course, assignment, judged, force=force)
        shown = waiting(results, len(students)) if waiting else results
        return sorted(shown, key=lambda result: result.student)


@contextlib.contextmanager
def _judged(
    course: Course, assignment: str, students: list[str], jobs: int, invitations: Invitations
) -> Iterator[_Judged]:
    """What workers make of the submissions, beforehand.

    They are forked, while there is one thread here: to import all this again would take seconds.
    """
    warming.use(invitations)
    gc.freeze()  # they need not look for garbage in what is there by now, nor copy it by doing so
    workers = min(jobs, len(students)) or 1
    fork = multiprocessing.get_context("fork")
    shares = fork.SimpleQueue()
    for share in shared_out(os.sched_getaffinity(0), workers):
        shares.put(share)
    with ProcessPoolExecutor(workers, fork, _begin, (course, os.getpid(), shares)) as pool:
        try:
            yield {pool.submit(_judge_beforehand, assignment, s): s for s in students}
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _graded(
    course: Course, assignment: str, judged: _Judged, *, force: bool
) -> Iterator[StudentGraded]:
    """Results in the order in which judging ends."""
    for future in as_completed(judged):
        yield _recorded(course, assignment, judged[future], future, force=force)


def _recorded(
    course: Course, assignment: str, student: str, judged: Future[list[str]], *, force: bool
) -> StudentGraded:
    """Have nbgrader write one student's marks."""
    try:
        remarks = judged.result()
    except BrokenProcessPool:
        remarks = ["the process that judges died: this submission was judged again, alone"]
    with _recording(course, assignment, student) as again:
        try:
            course.converter(assignment, student, force=force or again).start()
        except (NbGraderException, SystemExit) as error:
            why = _why(course, assignment, student, error)
            return StudentGraded(student, remarks=(*remarks, why), failed=True)
    score, possible = _score(course, assignment, student)
    return StudentGraded(student, score, possible, tuple(remarks))


@contextlib.contextmanager
def _recording(course: Course, assignment: str, student: str) -> Iterator[bool]:
    """Note that a student's marks are being written; whether an earlier attempt was interrupted.

    nbgrader takes what an interrupted one has left, half a gradebook's entry perhaps, for graded.
    """
    note = course.folder / _STATE / "recording" / assignment / student
    interrupted = note.exists()
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch()
    yield interrupted
    note.unlink(missing_ok=True)


def _score(course: Course, assignment: str, student: str) -> tuple[float, float]:
    with course.gradebook() as gradebook:
        found = gradebook.find_submission(assignment, student)
        return found.score, found.max_score


def _why(course: Course, assignment: str, student: str, error: BaseException) -> str:
    """What keeps a submission from being graded, and what to do."""
    folder = Path(
        course.directory.format_path(course.directory.submitted_directory, student, assignment)
    )
    notebooks = sorted(path.name for path in folder.glob("*.ipynb"))
    wanted = _wanted(course, assignment)
    if not set(notebooks) & set(wanted):
        found = ", ".join(notebooks) or "no notebook"
        return f"{folder} has {found}, expected {', '.join(wanted)}: put it there, and grade again"
    for name in notebooks:
        try:
            nbformat.read(folder / name, as_version=4)
        except Exception as unreadable:  # noqa: BLE001  nbformat raises what it meets
            return f"{folder / name} is no notebook ({str(unreadable)[:80]}): ask for it again"
    return f"{error or type(error).__name__}: see `nbgrader autograde {assignment} --student {student}`"


def _wanted(course: Course, assignment: str) -> list[str]:
    with course.gradebook() as gradebook:
        notebooks = gradebook.find_assignment(assignment).notebooks
        return [f"{notebook.name}.ipynb" for notebook in notebooks]


# --- in a worker ----------------------------------------------------------------------------------


_courses: list[Course] = []


def _begin(course: Course, parent: int, shares: SimpleQueue[set[int]]) -> None:
    """Take over the course; have the system end this worker when its parent is gone."""
    _courses[:] = [course]
    os.sched_setaffinity(0, shares.get())
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _judge_beforehand(assignment: str, student: str) -> list[str]:
    """Judge a student's notebooks and keep it; the remarks. What fails here fails again, and is told."""
    (course,) = _courses
    converter = course.converter(assignment, student)
    remarks: list[str] = []
    try:
        converter.init_notebooks()
    except NbGraderException:
        return remarks
    for path in sorted(path for paths in converter.assignments.values() for path in paths):
        try:
            remarks += _sanitized_and_judged(converter, path)
        except Exception as error:  # noqa: BLE001  nbgrader meets the same, and says it
            logging.getLogger(__name__).debug("%s: %s", path, error)
    return remarks


def _sanitized_and_judged(converter: Autograde, path: str) -> list[str]:
    """What nbgrader would do to the notebook before and while it is run."""
    resources: Any = converter.init_single_notebook_resources(path)
    nb = nbformat.read(path, as_version=4)
    for made in converter.sanitize_preprocessors:
        if made is CheckCellMetadata:
            continue  # it takes its time to change nothing, and nbgrader will ask it anyway
        nb, resources = made(parent=converter, config=converter.config).preprocess(nb, resources)
    execute = SealedExecute(parent=converter, config=converter.config)
    return [*resources.get(REMARKS, []), *execute.graded(nb, resources).flags]
