"""One class from `init` to the exported marks, with nbgrader's own commands."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from classroom import EXERCISE, NOTEBOOK, hand_in, hand_ins, run, started
from processes import all_below

from graders.app.request import Request
from graders.judging.exercises import Bank
from graders.judging.programs import NotebookFile

pytestmark = pytest.mark.xdist_group("one class")  # it is graded once
# Less than by default, as a cell hangs; and more than an honest one takes on a busy machine.
LIMITS = ("cell_seconds=3", "call_seconds=30")
SECONDS = f"configure(c, limits={LIMITS})"
# How many cases are drawn makes no difference to what is compared here: the small ones find it all.
SETTINGS = "[tool.lazylab]\ncases = 4\n"


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which everybody has handed in, and some have not quite."""
    folder = tmp_path_factory.mktemp("courses")
    run(folder, "lazylab", "nbgrader", "init", "course", "--exercises", EXERCISE)
    course = folder / "course"
    (course / "pyproject.toml").write_text(SETTINGS)
    settings = course / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace("configure(c)", SECONDS))
    run(course, "nbgrader", "generate_assignment", EXERCISE)
    for student, edit in hand_ins().items():
        hand_in(course, student, edit)
    for student, name, text in (
        ("no json", NOTEBOOK, '{"cells": ['),
        ("wrong name", "homework.ipynb", "{}"),
    ):
        folder = course / "submitted" / student / EXERCISE
        folder.mkdir(parents=True)
        (folder / name).write_text(text)
    return course


@pytest.fixture(scope="module")
def graded(handed_in: Path) -> Path:
    """The same course, graded by nbgrader's own command."""
    course = handed_in.parent / "graded"
    shutil.copytree(handed_in, course)
    # It ends with 1 as one notebook is none; the others are graded all the same.
    run(course, "nbgrader", "autograde", EXERCISE, status=1)
    run(course, "nbgrader", "generate_feedback", EXERCISE)
    return course


def _marks(course: Path) -> dict[str, float]:
    """As nbgrader exports them."""
    run(course, "nbgrader", "export", "--to", "grades.csv")
    with (course / "grades.csv").open(encoding="utf-8") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def _as_check_gives(course: Path) -> dict[str, float]:
    """The points that `lazylab check --official` gives the same notebooks."""
    exercise = Bank().exercise(EXERCISE)
    judge = Request(official=True, sealed=True, limits=LIMITS).judge(Bank())
    try:
        return {
            student: float(
                judge.judge(
                    exercise, NotebookFile(course / "submitted" / student / EXERCISE / NOTEBOOK)
                ).earned
            )
            for student in hand_ins()
        }
    finally:
        judge.close()


def test_the_export_holds_the_points_that_check_gives(
    graded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(graded)  # its settings
    marks = _marks(graded)
    assert {student: marks[student] for student in hand_ins()} == _as_check_gives(graded)
    assert marks["ada"] == marks["李 雷"] == marks["deleted"] == marks["copied"] == 15
    assert marks["stub"] == marks["broken"] == marks["fails first"] == marks["kills"] == 0
    assert 0 < marks["wrong_one"] < 15
    assert 0 < marks["noisy"] < 15


def test_the_command_gives_the_same_points(graded: Path, tmp_path: Path) -> None:
    student = "noisy"
    path = graded / "submitted" / student / EXERCISE / NOTEBOOK
    report = tmp_path / "report.json"
    run(
        graded,
        "lazylab",
        "check",
        "--submission",
        str(path),
        "--official",
        "--report",
        f"json={report}",
        status=1,
    )
    (exercise,) = json.loads(report.read_text())["exercises"]
    assert exercise["earned"] == _marks(graded)[student]


def test_several_at_a_time_give_the_same_gradebook(handed_in: Path, graded: Path) -> None:
    course = handed_in.parent / "jobs"
    shutil.copytree(handed_in, course)
    said = run(course, "lazylab", "nbgrader", "autograde", EXERCISE, "--jobs", "2", status=1)
    assert _marks(course) == _marks(graded)
    for remark in (
        "no json/dimension_mismatch/dimension_mismatch.ipynb is no notebook",
        "wrong name/dimension_mismatch has homework.ipynb, expected dimension_mismatch.ipynb",
        "cell 1: the process ended: exit",
        "cell 1: cut off after 3 seconds",
        "these cells were missing and are put at the end",
        "there are copies of the cell",
    ):
        assert remark in " ".join(said.split()), remark
    again = run(course, "lazylab", "nbgrader", "autograde", EXERCISE, "--jobs", "2", status=1)
    assert "15 of 17" in again


def test_killed_in_the_middle_it_leaves_nobody_behind_and_goes_on_where_it_stopped(
    handed_in: Path, graded: Path
) -> None:
    course = handed_in.parent / "killed"
    shutil.copytree(handed_in, course)
    command = ("lazylab", "nbgrader", "autograde", EXERCISE, "--jobs", "2")
    with started(course, *command) as process:
        _wait_until(lambda: len(_judged(course)) > 1 or process.poll() is not None)
        below = all_below(process.pid)
        process.kill()
    assert below
    _wait_until(lambda: not any(Path(f"/proc/{number}").exists() for number in below))
    before = _judged(course)
    assert before
    assert len(before) < len(hand_ins())
    run(course, *command, status=1)
    assert _marks(course) == _marks(graded)
    assert before.items() <= _judged(course).items()


def test_marks_that_were_written_by_half_are_written_again(graded: Path) -> None:
    course = graded.parent / "interrupted"
    shutil.copytree(graded, course)
    note = course / ".lazylab" / "recording" / EXERCISE / "ada"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch()  # as a run leaves it that is killed here
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as gradebook, gradebook:
        gradebook.execute("UPDATE grade SET auto_score = 0")
    run(course, "lazylab", "nbgrader", "autograde", EXERCISE, "--jobs", "1", status=1)
    marks = _marks(course)
    assert marks["ada"] == 15
    assert marks["李 雷"] == 0  # nothing was interrupted there, and nothing is judged twice
    assert not note.exists()


def _judged(course: Path) -> dict[str, int]:
    """What has been judged so far, and when it was written."""
    kept = (course / ".lazylab" / "judged").glob("*.json")
    return {path.name: path.stat().st_mtime_ns for path in kept}


def _wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 100
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def _outputs(course: Path, student: str, grade_id: str) -> list[nbformat.NotebookNode]:
    nb = nbformat.read(course / "autograded" / student / EXERCISE / NOTEBOOK, as_version=4)
    (cell,) = (c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)
    return list(cell.outputs)


def test_a_grade_cell_ends_in_its_score_as_a_float(graded: Path) -> None:
    *shown, score = _outputs(graded, "ada", "check-names_the_layer_that_stops")
    assert score.output_type == "execute_result"
    assert score.data == {"text/plain": "3.0"}
    assert [output.output_type for output in shown] == ["display_data"]


def test_what_a_cell_prints_is_kept_as_jupyter_keeps_it(graded: Path) -> None:
    (printed,) = _outputs(graded, "noisy", "solution-first_mismatch")
    assert printed.name == "stderr"
    assert "in the cell" in printed.text
    assert "watch out" in printed.text


def test_the_feedback_page_says_why(graded: Path) -> None:
    page = (graded / "feedback" / "wrong_one" / EXERCISE / f"{EXERCISE}.html").read_text()
    assert "It looks as if you believed" in page
    assert "See for yourself" in page
    assert "Hypothesis" not in page


def test_nothing_of_the_solution_is_released(handed_in: Path) -> None:
    released = (handed_in / "release" / EXERCISE / NOTEBOOK).read_text()
    assert "BEGIN SOLUTION" not in released
    assert "def _attempt" not in released
    assert "YOUR CODE HERE" in released
