"""All attacks on a grader as people usually write one: `python tests/attacks/plain.py [NAME …]`.

`plain_grader.py` is what they usually write; it is run by pytest, with what was handed in beside it.
A course then gives full marks for the exit status 0, or for a JUnit file in which each test has
passed. For this machine's safety all of it happens in bubblewrap, with nothing of this project in
sight. With `--answers`, right and wrong answers of the bank are judged instead.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from msgspec import Struct
from rich.console import Console
from rich.table import Table
from table import attacks

from graders.judging.overlays import read_sample

FOLDER = Path(__file__).parent
GRADERS = {
    "dimension_mismatch": FOLDER / "plain_grader.py",
    "lazy_layer": FOLDER / "plain_grader_lazy_layer.py",
}
SECONDS = 60
_MEMORY = 4 * 2**30
_LARGEST_REPORT = 2**26
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc")
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
}


class Marks(Struct, frozen=True):
    """What a course sees: exit status (None: out of time), JUnit's test cases, JUnit's own count."""

    tests: int
    status: int | None
    passed: int | None = None
    claimed: str = ""

    @property
    def full(self) -> list[str]:
        """The ways of counting by which these are full marks."""
        ways = {"exit status": self.status == 0, "junit": self.passed == self.tests}
        return [way for way, holds in ways.items() if holds]


def judged(answer: bytes, exercise: str) -> Marks:
    """Run the exercise's grader on an answer, and count as a course would."""
    grader = GRADERS[exercise]
    tests = _tests(grader)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        shutil.copy(grader, Path(folder, f"test_{exercise}.py"))
        Path(folder, "submission.py").write_bytes(answer)
        command = [sys.executable, "-m", "pytest", "-q", "--hypothesis-seed=0"]
        status = _run([*_sandbox(Path(folder)), *command, "--junitxml=junit.xml"])
        text = _read(Path(folder, "junit.xml"))
    try:
        root = ET.fromstring(text)
    except ET.ParseError:
        return Marks(len(tests), status)
    claims = [f"{_claimed(suite)}/{suite.get('tests')}" for suite in root.iter("testsuite")]
    return Marks(len(tests), status, len(tests & _passed(root)), " ".join(claims))


def _tests(grader: Path) -> set[str]:
    body = ast.parse(grader.read_text(encoding="utf-8")).body
    functions = [node.name for node in body if isinstance(node, ast.FunctionDef)]
    return {name for name in functions if name.startswith("test_")}


def _sandbox(folder: Path) -> list[str]:
    """The interpreter and the system, to be read; one folder and an own /tmp, to be written."""
    command = ["prlimit", f"--as={_MEMORY}", "--core=0", "--", "bwrap", "--unshare-all"]
    command += ["--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
    command += ["--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev"]
    command += ["--size", str(2**30), "--tmpfs", "/tmp"]
    for path in (*_SYSTEM, sys.base_prefix, sys.prefix):
        command += ["--ro-bind", path, path] if Path(path).exists() else []
    return [*command, "--bind", str(folder), "/tmp/course", "--chdir", "/tmp/course", "--"]


def _run(command: list[str]) -> int | None:
    """The exit status; None if the time was over. Nobody in the sandbox outlives this."""
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    with subprocess.Popen(command, env=_ENVIRONMENT, **quiet) as process:
        try:
            return process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return None


def _read(path: Path) -> bytes:
    """The file, if it is one and not a link, a pipe or endless."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    with os.fdopen(number, "rb") as file:
        is_file = stat.S_ISREG(os.fstat(number).st_mode)
        return file.read(_LARGEST_REPORT) if is_file else b""


def _passed(root: ET.Element) -> set[str]:
    """The test cases that have no other outcome. One that is there twice counts as its worst."""
    names = {case.get("name", ""): True for case in root.iter("testcase")}
    for case in root.iter("testcase"):
        bad = any(child.tag in ("failure", "error", "skipped") for child in case)
        names[case.get("name", "")] &= not bad
    return {name for name, good in names.items() if good}


def _claimed(suite: ET.Element) -> int:
    """How many tests have passed if the numbers at the beginning of the file are right."""
    bad = sum(int(suite.get(key, 0)) for key in ("failures", "errors", "skipped"))
    return int(suite.get("tests", 0)) - bad


def answers(names: list[str]) -> Iterator[tuple[str, bytes, str]]:
    """The bank's answers to these exercises: the solution, right ones, wrong ones."""
    for exercise in GRADERS:
        root = FOLDER.parents[1] / "solutions" / exercise
        for path in (root / "for_torch.py", *sorted(root.glob("*/*.for_torch.py"))):
            name = str(path.relative_to(root.parent)).removesuffix(".for_torch.py")
            if not names or any(part in name for part in names):
                yield name, read_sample(path).encode(), exercise


def main() -> int:
    """Print the table and how many earn full marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="files, without .py")
    parser.add_argument("--answers", action="store_true", help="the bank's answers instead")
    chosen = parser.parse_args()
    if chosen.answers:
        handed_in = list(answers(chosen.names))
    else:
        handed_in = [
            (each.name, each.path.read_bytes(), each.exercise) for each in attacks(chosen.names)
        ]
    waiting = Console(stderr=True)
    outcomes = {}
    for name, answer, exercise in handed_in:
        waiting.print(name, end=" … ")
        outcomes[name] = judged(answer, exercise)
        waiting.print(outcomes[name])
    report(outcomes, "answers" if chosen.answers else "attacks")
    return 0


def report(outcomes: dict[str, Marks], kind: str) -> None:
    """The table, and how many earn full marks, by which way of counting."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in (kind, "exit status", "junit: passed", "junit claims", "full marks?"):
        table.add_column(heading, overflow="fold")
    for name, marks in outcomes.items():
        status = "out of time" if marks.status is None else str(marks.status)
        passed = "no file" if marks.passed is None else f"{marks.passed}/{marks.tests}"
        table.add_row(name, status, passed, marks.claimed, ", ".join(marks.full) or "-")
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    for way in ("exit status", "junit"):
        print(f"by {way}: {sum(way in marks.full for marks in outcomes.values())}")
    full = sum(bool(marks.full) for marks in outcomes.values())
    print(f"{full} of {len(outcomes)} {kind} earn full marks")


if __name__ == "__main__":
    sys.exit(main())
