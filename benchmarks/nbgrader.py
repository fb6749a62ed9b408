"""Autograding a class: stock nbgrader, ours in its place, ours with two jobs, in one run.

    python benchmarks/nbgrader.py [--students N] [--exercise NAME]

The same submissions in three copies of one course: in the first the grade cells run in a Jupyter
kernel, as nbgrader does by itself; in the second nbgrader runs them through our preprocessor; in the
third `lazylab nbgrader autograde --jobs 2` does. All three have to end with the same scores.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table

from graders.judging.exercises import Bank, Exercise

BIN = Path(sys.executable).parent


def run(course: Path, *command: str) -> float:
    """Seconds that a command takes in a course's folder."""
    started = time.perf_counter()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=course,
        env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return time.perf_counter() - started


def answers(exercise: Exercise, count: int) -> list[str]:
    """As a class hands them in: two of three are wrong somewhere, the rest is right."""
    samples = exercise.samples("torch")
    wrong = [s.source for s in samples if s.kind == "wrong"]
    right = [s.source for s in samples if s.kind != "wrong"]
    return [(wrong if n % 3 else right)[n % len(wrong if n % 3 else right)] for n in range(count)]


def hand_in(course: Path, exercise: Exercise, count: int) -> None:
    """One notebook a student: the answer in the first solution cell."""
    name = exercise.name
    released = course / "release" / name / f"{name}.ipynb"
    for number, source in enumerate(answers(exercise, count)):
        nb = nbformat.read(released, as_version=4)
        cells = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("solution")]
        code = [cell for cell in cells if cell.cell_type == "code"]
        for place, cell in enumerate(code):
            cell.source = source if place == 0 else ""
        folder = course / "submitted" / f"student{number:02}" / name
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{name}.ipynb")


def scores(course: Path) -> dict[str, str]:
    """Each student's score, as nbgrader exports it."""
    run(course, "nbgrader", "export", "--to", "grades.csv")
    with (course / "grades.csv").open(encoding="utf-8") as file:
        return {row["student_id"]: row["score"] for row in csv.DictReader(file)}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--exercise", default="dimension_mismatch")
    chosen = parser.parse_args()
    exercise = Bank().exercise(chosen.exercise)
    with tempfile.TemporaryDirectory() as place:
        ours = Path(place) / "ours"
        run(Path(place), "lazylab", "nbgrader", "init", str(ours), "--exercises", exercise.name)
        run(ours, "nbgrader", "generate_assignment", exercise.name)
        hand_in(ours, exercise, chosen.students)
        stock, jobs = Path(place) / "stock", Path(place) / "jobs"
        for copy in (stock, jobs):
            shutil.copytree(ours, copy)
        settings = stock / "nbgrader_config.py"
        lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
        settings.write_text("".join(line for line in lines if "configure" not in line))
        seconds = {
            "nbgrader autograde, grade cells in the kernel": run(
                stock, "nbgrader", "autograde", exercise.name
            ),
            "nbgrader autograde, sealed": run(ours, "nbgrader", "autograde", exercise.name),
            "lazylab nbgrader autograde --jobs 2": run(
                jobs, "lazylab", "nbgrader", "autograde", exercise.name, "--jobs", "2"
            ),
        }
        same = scores(stock) == scores(ours) == scores(jobs)
    table = Table(title=f"{chosen.students} notebooks of {exercise.name}", box=None)
    table.add_column("")
    table.add_column("throughput / stock's", justify="right")
    slowest = next(iter(seconds.values()))
    for name, took in seconds.items():
        table.add_row(name, f"{slowest / took:.2f}")
    console = Console()
    console.print(table)
    console.print("the same scores three times" if same else "THE SCORES DIFFER")


if __name__ == "__main__":
    main()
