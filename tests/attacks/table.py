"""All attacks, judged: `python tests/attacks/table.py [--walls bubblewrap|landlock] [NAME …]`.

One line an attack: what it tries, the marks that it got and may get, and what stopped it. After each,
the reference answer is judged with the same fork servers, and has to earn full marks: on all checks
after the first attack of a family, on one check after each of the others, the checks taking turns.
`plain.py` puts the same answers through a grader as people usually write one.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import dataclasses
import functools
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import msgspec
from msgspec import Struct, structs
from rich.console import Console
from rich.table import Table

from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge
from graders.judging.report import CheckReport, ExerciseReport
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.limits import Limits
from graders.lab.sealed import lab
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Walls, choose_walls

FOLDER = Path(__file__).parent
MARK = "lazylab-attack"
SECRET = "no-submission-may-know-this"
_EXERCISE, _MOST = "# exercise:", "# earns at most:"
_DEAF = "# hears nothing"
# Less than a submission usually has, so that hanging attacks take seconds.
_LIMITS = Limits(call_seconds=0.2)
_ALLOWANCE = Allowance(memory=512, cpu=10, wall=9)
_EFFORT = Effort(drawn=16, seed=7, search_seconds=20)
# The honest one after them has to be right on any machine, however busy that is.
_AMPLE_LIMITS, _AMPLE_ALLOWANCE = Limits(call_seconds=60.0), Allowance(wall=3600)
_AMPLE_EFFORT = structs.replace(_EFFORT, search_seconds=3600)
# How much longer than a call may take the judge waits for one that only waits to be ended.
_DEAF_GRACE = 0.3


class Attack(Struct, frozen=True):
    """A hostile submission: what it tries, and the most that it may earn (None: all there is).

    `place` counts the attacks of its family. One that is `deaf` hangs and has to be ended from outside.
    """

    path: Path
    tries: str
    exercise: str
    most: int | None
    place: int
    deaf: bool

    @property
    def name(self) -> str:
        """Family and file."""
        return f"{self.family}/{self.path.stem}"

    @property
    def family(self) -> str:
        """What it is about: the folder that it is in."""
        return self.path.parent.name


class Outcome(Struct, frozen=True):
    """What came of it; `left` are processes and files that it left behind."""

    attack: Attack
    report: ExerciseReport
    next_one: ExerciseReport
    left: list[str]
    seconds: float

    @property
    def leaked(self) -> bool:
        """Whether the report holds something that a submission may not know."""
        said = msgspec.json.encode(self.report).decode()
        return any(secret in said for secret in secrets())

    @property
    def held(self) -> bool:
        """Whether it gained nothing and did no harm."""
        most = self.report.possible if self.attack.most is None else self.attack.most
        harmless = self.next_one.earned == self.next_one.possible and not self.left
        blamed = all(check.outcome != "grader_fault" for check in self.report.checks)
        return self.report.earned <= most and harmless and blamed and not self.leaked

    @property
    def stopped_by(self) -> str:
        """How the checks ended that it failed, the commonest first."""
        ends = [_end(check) for check in self.report.checks if check.outcome != "passed"]
        return ", ".join(sorted(set(ends), key=ends.count, reverse=True))


def _end(check: CheckReport) -> str:
    if check.trouble is None:
        return "wrong answer"
    error = check.trouble.facts.get("error", "")
    return f"{check.trouble.kind.removeprefix('died_')}{' ' if error else ''}{error}"


def attacks(names: list[str] | None = None) -> list[Attack]:
    """All attacks, or those named."""
    paths = sorted(FOLDER.glob("*/*.py"))
    families = itertools.groupby(paths, lambda path: path.parent.name)
    found = [
        _read(path, place)
        for family, members in families
        if family != "notebooks"  # they have a table of their own
        for place, path in enumerate(members)
    ]
    return [attack for attack in found if not names or attack.path.stem in names]


def _read(path: Path, place: int) -> Attack:
    source = path.read_text(encoding="utf-8")
    tries = (ast.get_docstring(ast.parse(source)) or "").splitlines()[0]
    head = source.splitlines()[:8]
    said = {
        key: line.removeprefix(key).strip()
        for line in head
        for key in (_EXERCISE, _MOST)
        if line.startswith(key)
    }
    most = said.get(_MOST, "0")
    return Attack(
        path,
        tries,
        said.get(_EXERCISE, "dimension_mismatch"),
        None if most == "all" else int(most),
        place,
        deaf=_DEAF in head,
    )


@functools.cache
def secrets() -> list[str]:
    """What stands where no submission may read: lines of solutions, of the bank, of beliefs."""
    root = Bank().root
    places = (
        "solutions/*/*.py",
        "solutions/*/*/*.py",
        "graders/bank/*/*.py",
        "graders/bank/beliefs.*.toml",
        "graders/bank/*/beliefs.*.toml",
    )
    texts = [path.read_text(encoding="utf-8") for place in places for path in root.glob(place)]
    return [SECRET, *(next(line for line in text.splitlines() if line) for text in texts)]


class Court:
    """Judges attacks, sealed, one after the other with the same two fork servers."""

    def __init__(self, walls: Walls) -> None:
        os.environ["LAZYLAB_TEST_SECRET"] = SECRET
        self._bank = Bank()
        withheld = tuple(self._bank.root.iterdir())
        self._labs = SealedLabs("torch", walls, _LIMITS, _ALLOWANCE, withheld)
        self._judge = Judge(effort=_EFFORT, limits=_LIMITS, diagnose=False, labs=self._labs)
        self._patient = dataclasses.replace(self._judge, effort=_AMPLE_EFFORT)

    def close(self) -> None:
        """End both fork servers."""
        self._labs.close()

    def judged(self, attack: Attack) -> Outcome:
        """One attack, and the reference answer after it."""
        exercise = self._bank.exercise(attack.exercise)
        before = leftovers()
        started = time.monotonic()
        with _less_grace() if attack.deaf else contextlib.nullcontext():
            report = self._judge.judge(exercise, Submission(attack.path, exercise.name))
        seconds = time.monotonic() - started
        left = sorted(leftovers() - before)
        return Outcome(attack, report, self._next_one(attack, exercise), left, seconds)

    def _next_one(self, attack: Attack, exercise: Exercise) -> ExerciseReport:
        """The reference answer: all of it once a family, else one check, each in its turn."""
        names = [check.name for check in exercise.checks]
        only = [names[attack.place % len(names)]] if attack.place else names
        solution = Submission(exercise.solution("torch"), exercise.name)
        ample = {"_limits": _AMPLE_LIMITS, "_allowance": _AMPLE_ALLOWANCE}
        with mock.patch.multiple(self._labs, **ample):
            return self._patient.judge(exercise, solution, only=only)


def _less_grace() -> contextlib.AbstractContextManager[float]:
    """Have the judge end a process soon after its time is over."""
    return mock.patch.object(lab, "_GRACE_SECONDS", _DEAF_GRACE)


def leftovers() -> set[str]:
    """Processes and files that carry the attacks' mark."""
    return {*_processes(), *_files()}


def _processes() -> Iterator[str]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if MARK.encode() in line and int(folder.name) != os.getpid():
            yield f"process {folder.name}: {line.decode(errors='replace')}"


def _files() -> Iterator[str]:
    for place in (Path(tempfile.gettempdir()), Path("/dev/shm"), Path.cwd(), Path.home()):
        if place.is_dir():
            yield from map(str, place.glob(f"*{MARK}*"))


def table(outcomes: list[Outcome]) -> Table:
    """One line an attack."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("", "attack", "it tries to", "marks", "may have", "stopped by"):
        made.add_column(heading, overflow="fold")
    for outcome in outcomes:
        report, most = outcome.report, outcome.attack.most
        made.add_row(
            "[green]✓[/]" if outcome.held else "[red]✗[/]",
            outcome.attack.name,
            outcome.attack.tries,
            f"{report.earned} of {report.possible}",
            "all" if most is None else str(most),
            outcome.stopped_by,
        )
    return made


def main() -> int:
    """Print the table; status 0 if every attack was held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="files, without .py")
    parser.add_argument("--walls", choices=("bubblewrap", "landlock"))
    chosen = parser.parse_args()
    court = Court(choose_walls(chosen.walls))
    waiting = Console(stderr=True)
    outcomes = []
    for attack in attacks(chosen.names):
        waiting.print(attack.name, end=" … ")
        outcomes.append(court.judged(attack))
        waiting.print("held" if outcomes[-1].held else "NOT HELD", f"{outcomes[-1].seconds:.1f} s")
    court.close()
    Console().print(table(outcomes))
    held = sum(outcome.held for outcome in outcomes)
    print(f"{held} of {len(outcomes)} attacks gained nothing and did no harm")
    return int(held < len(outcomes))


if __name__ == "__main__":
    sys.exit(main())
