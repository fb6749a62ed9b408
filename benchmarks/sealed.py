"""What sealing costs: cases and whole submissions, sealed and in this process, side by side.

    python benchmarks/sealed.py [--walls bubblewrap|landlock] [--rounds N] [--thousand]

Per case: the same drawn cases of the same checks, judged in both ways by turns; the ratio is of
medians over the rounds. "first" is the first submission that a sealed judge sees, "later" any other:
by then the reference remembers. Per submission: to fork, judge nothing and reap one.

`--thousand` judges a thousand submissions in a row through one parent, one in ten of them hostile,
and prints what the parents' memory does meanwhile.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.labs import InProcessLabs, Labs
from graders.lab.limits import Limits
from graders.lab.messages import Load
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Walls, choose_walls

DRAWN = 48
FORKS = 50
HOSTILE = """
import os
def first_mismatch(layers, in_features): os._exit(0)
def sizes_at_mismatch(layers, in_features): return [0] * 10**9
def after_forwards(layers, widths): raise SystemExit
def repair(net, in_features): return os.fork()
"""


def judged(labs: Labs, exercise: Exercise, submission: Submission, drawn: int = DRAWN) -> float:
    """Seconds a case of one submission; its marks have to be full."""
    judge = Judge(effort=Effort(drawn=drawn, seed=1), diagnose=False, labs=labs)
    started = time.perf_counter()
    report = judge.judge(exercise, submission)
    seconds = time.perf_counter() - started
    if report.earned < report.possible:
        raise SystemExit(f"{exercise.name}: {report.earned} of {report.possible}: nothing to time")
    return seconds / sum(check.tried for check in report.checks)


def ratios(walls: Walls, exercise: Exercise, rounds: int) -> tuple[float, float]:
    """Cost of a case sealed, in units of one in this process: first submission, later ones."""
    here = InProcessLabs("torch", Limits())
    solution = Submission(exercise.solution("torch"), exercise.name)
    judged(here, exercise, solution)  # first uses import things
    first, later, in_process = [], [], []
    for _ in range(rounds):
        labs = SealedLabs("torch", walls, Limits(), Allowance())
        labs.warm()
        in_process.append(judged(here, exercise, solution))
        first.append(judged(labs, exercise, solution))
        later.append(judged(labs, exercise, solution))
        in_process.append(judged(here, exercise, solution))
        labs.close()
    unit = statistics.median(in_process)
    return statistics.median(first) / unit, statistics.median(later) / unit


def fork_and_reap(walls: Walls) -> tuple[float, float]:
    """Milliseconds to fork, load an empty submission, and reap: median and 95th percentile."""
    labs = SealedLabs("torch", walls, Limits(), Allowance())
    labs.warm()
    found = []
    for _ in range(FORKS):
        started = time.perf_counter()
        with labs.submission() as lab:
            lab.ask(Load(b"", "empty", "empty.py"))
        found.append((time.perf_counter() - started) * 1000)
    labs.close()
    return statistics.median(found), statistics.quantiles(found, n=20)[-1]


def resident_mib() -> list[float]:
    """Memory of the two largest processes below this one: the fork servers."""
    above = dict(parents_of_processes())
    family = {os.getpid()}
    while below := {pid for pid, parent in above.items() if parent in family} - family:
        family |= below
    pages = [
        int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in family - {os.getpid()}
    ]
    return sorted(count * os.sysconf("SC_PAGE_SIZE") / 2**20 for count in pages)[-2:]


def parents_of_processes() -> Iterator[tuple[int, int]]:
    """Each process with the one that started it."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            # The name in brackets may hold anything, brackets and spaces too.
            _, _, facts = (folder / "stat").read_text().rpartition(")")
            yield int(folder.name), int(facts.split()[1])


def thousand(walls: Walls, console: Console) -> None:
    """A thousand submissions, one in ten hostile; both parents' memory after each hundred."""
    bank = Bank()
    exercise = bank.exercise("dimension_mismatch")
    hostile = Path(bank.root / ".lazylab" / "hostile.py")
    hostile.parent.mkdir(exist_ok=True)
    hostile.write_text(HOSTILE, encoding="utf-8")
    labs = SealedLabs("torch", walls, Limits(), Allowance())
    judge = Judge(effort=Effort(drawn=8, seed=1), diagnose=False, labs=labs)
    answers = [exercise.solution("torch"), *(s.path for s in exercise.samples("torch"))]
    full = reported = 0
    for number in range(1, 1001):
        path = answers[number % len(answers)] if number % 10 else hostile
        report = judge.judge(exercise, Submission(path, exercise.name))
        reported += len(report.checks) == len(exercise.checks)
        full += report.earned == report.possible
        if number % 100 == 0:
            sizes = ", ".join(f"{mib:.0f}" for mib in resident_mib())
            console.print(f"{number}: {reported} reported, {full} with full marks, {sizes} MiB")
    labs.close()
    hostile.unlink()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--walls", choices=("bubblewrap", "landlock"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--thousand", action="store_true")
    chosen = parser.parse_args()
    walls, console = choose_walls(chosen.walls), Console()
    if chosen.thousand:
        thousand(walls, console)
        return
    table = Table(title=f"a case sealed ({walls}) / in this process", box=None)
    for heading in ("exercise", "first submission", "later ones"):
        table.add_column(heading, justify="left" if heading == "exercise" else "right")
    found = {e.name: ratios(walls, e, chosen.rounds) for e in Bank().exercises}
    for name, (first, later) in found.items():
        table.add_row(name, f"{first:.2f}", f"{later:.2f}")
    middle = [statistics.median(column) for column in zip(*found.values(), strict=True)]
    table.add_row("median", *(f"{ratio:.2f}" for ratio in middle))
    console.print(table)
    median, high = fork_and_reap(walls)
    console.print(f"fork, judge nothing, reap: {median:.0f} ms (95 %: {high:.0f} ms)")


if __name__ == "__main__":
    main()
