"""From saving a file to reading what is wrong: `lazylab watch` beside `pytest exercises/<name>`.

    python benchmarks/watch.py [EXERCISE …] [--rounds N]    (pexpect, in the extra `test`)

Both run for real, by turns, in a copy of the project: pytest from cold, as a person starts it, until
it is through, since it explains failures at its end; watch in a terminal of its own, from the save
to the screen that answers it. Medians over the rounds, and how many times longer pytest takes.

"still wrong": the same wrong answer is saved again, and its story is there. "mended": the right
answer is saved in its place, and the check that failed passes. "broken": the wrong one is saved in
the place of the right one, so that nobody knows which check will fail. "all judged": from saving the
wrong one to its points. Wrong answers are the bank's, one of each exercise.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
from rich.console import Console
from rich.table import Table

from graders.judging.exercises import Bank, Exercise

ROUNDS = 5
PATIENCE = 120
KINDS = ("still wrong", "mended", "broken", "all judged")
_CLEAR = "\x1b[2J"
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
_POINTS = re.compile(r"^\d+\. .*  \d+ of \d+")
_CHECK = re.compile(r"^[✗✓] ", re.MULTILINE)


class Watcher:
    """`lazylab watch` on one exercise, and somebody who saves and looks."""

    def __init__(self, root: Path, exercise: str) -> None:
        self._file = root / "exercises" / exercise / "for_torch.py"
        self._written = ""
        self._process = pexpect.spawn(
            sys.executable,
            ["-c", "from graders.cli import main; main()", "watch", exercise],
            cwd=root,
            env=environment(root),
            dimensions=(200, 100),
            encoding="utf-8",
        )
        self._read_until(_POINTS)

    def save(self, text: str) -> tuple[float, float]:
        """Seconds from the save until a check is shown, and until all points are."""
        self._written = ""
        started = time.perf_counter()
        self._file.write_text(text, encoding="utf-8")
        self._read_until(_CHECK)
        shown = time.perf_counter() - started
        self._read_until(_POINTS)
        return shown, time.perf_counter() - started

    def close(self) -> None:
        """Quit."""
        self._process.send("q")
        self._process.expect(pexpect.EOF, timeout=PATIENCE)
        self._process.close()

    def _read_until(self, expected: re.Pattern[str]) -> None:
        """Read until this is on a screen that was drawn since the save."""
        until = time.monotonic() + PATIENCE
        while not expected.search(self._screen()):
            if time.monotonic() > until:
                raise SystemExit(f"expected {expected.pattern}, found {self._screen()}")
            with contextlib.suppress(pexpect.TIMEOUT):
                self._written += self._process.read_nonblocking(100_000, timeout=1)

    def _screen(self) -> str:
        _, cleared, screen = self._written.rpartition(_CLEAR)
        return _ESCAPE.sub("", screen).replace("\r\n", "\n") if cleared else ""


def environment(root: Path) -> dict[str, str]:
    """The copy's own program, in English, without colours."""
    ours = {"PYTHONPATH": str(root), "LAZYLAB_LANG": "en", "NO_COLOR": "1", "TERM": "xterm"}
    return {**os.environ, **ours}


def from_cold(root: Path, exercise: str) -> float:
    """Seconds that pytest takes to judge an exercise, whatever it finds."""
    started = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"exercises/{exercise}"],
        cwd=root,
        env=environment(root),
        capture_output=True,
        check=False,
    )
    if run.returncode not in (0, 1):
        raise SystemExit(run.stdout.decode())
    return time.perf_counter() - started


def measured(root: Path, exercise: Exercise, rounds: int) -> tuple[float, list[float]]:
    """Median seconds of pytest, and of watch for each kind of save."""
    samples = exercise.samples("torch")
    right = exercise.solution("torch").read_text(encoding="utf-8")
    wrong = next(s for s in samples if s.kind == "wrong").source
    with contextlib.closing(Watcher(root, exercise.name)) as watcher:
        watcher.save(wrong)
        cold, found = [], []
        for _ in range(rounds):
            cold.append(from_cold(root, exercise.name))
            still_wrong, _ = watcher.save(wrong)
            mended, _ = watcher.save(right)
            broken, judged = watcher.save(wrong)
            found.append((still_wrong, mended, broken, judged))
    return statistics.median(cold), [statistics.median(kind) for kind in zip(*found, strict=True)]


@contextlib.contextmanager
def copy_of_project(bank: Bank) -> Iterator[Path]:
    """Where files can be saved, with solutions and beliefs: a course has them, too."""
    with tempfile.TemporaryDirectory() as folder:
        ignored = shutil.ignore_patterns("__pycache__")
        for part in ("graders", "exercises", "solutions"):
            shutil.copytree(bank.root / part, Path(folder, part), ignore=ignored)
        for part in ("conftest.py", "pyproject.toml"):
            shutil.copy(bank.root / part, folder)
        yield Path(folder)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    bank, console = Bank(), Console(width=100)
    names = chosen.exercises or [exercise.name for exercise in bank.exercises]
    table = Table(title="seconds from save to feedback (pytest from cold / watch)", box=None)
    table.add_column("exercise", no_wrap=True)
    for heading in ("pytest", *KINDS):
        table.add_column(heading, justify="right", no_wrap=True)
    ratios = []
    with copy_of_project(bank) as root:
        for name in names:
            cold, found = measured(root, bank.exercise(name), chosen.rounds)
            ratios.append([cold / seconds for seconds in found])
            cells = [f"{own:.2f} ({cold / own:.1f})" for own in found]
            table.add_row(name, f"{cold:.2f}", *cells)
    middle = [f"({statistics.median(kind):.1f})" for kind in zip(*ratios, strict=True)]
    table.add_row("median", "", *middle)
    console.print(table)


if __name__ == "__main__":
    main()
