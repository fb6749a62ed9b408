"""What a grader lets pass that asserts on one fixed example, as graders are usually written.

For each exercise one function tests an answer with the textbook's own example: a batch of 2 rows of
width 20, linear layers that give 256 and 10. It is meant to be a good grader of its kind: it calls
every function of the exercise, and looks at shapes, values and the property that the exercise is
about. Where the textbook's question changes the example (sizes that are given, sizes that do not
match), so does the grader, once.

Counted are the bank's wrong answers and the mutants of its solutions that pass. The solution and
all right answers must pass, or the script stops.

    python benchmarks/fixed_example.py [EXERCISE …]    (mutants: cosmic-ray, in the extra `mutants`)
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import itertools
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import torch
from fixed_graders import GRADERS, Grader
from rich import box
from rich.console import Console
from rich.table import Table

from graders.doctor.mutants import mutants_of
from graders.judging.exercises import Bank, Exercise, SampleAnswer
from graders.lab.call_environment import CallEnvironment
from graders.lab.frameworks import load
from graders.lab.limits import CallTimeoutError, Clock, Limits

LIMITS = Limits(call_seconds=2.0)
_numbers = itertools.count()


@contextlib.contextmanager
def imported(path: Path) -> Iterator[ModuleType]:
    """An answer as a module of its own; in `sys.modules` for as long, since pickle looks there."""
    name = f"fixed_example_answer_{next(_numbers)}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        del sys.modules[name]


def verdict(grader: Grader, path: Path, limits: Limits = LIMITS) -> str:
    """Why the answer is caught; empty if it passes. Whatever is raised counts, and so does time."""
    clock = Clock(limits)
    torch.manual_seed(1)
    try:
        with (
            clock.installed(),
            CallEnvironment(load("torch")),
            clock.running(),
            imported(path) as answer,
        ):
            grader(answer)
    except CallTimeoutError:
        return "too slow"
    except BaseException as error:  # an answer may raise anything, SystemExit too
        if clock.interrupted:
            raise
        return f"{type(error).__name__}: {error}"
    return ""


def verdict_on(sample: SampleAnswer, grader: Grader) -> str:
    """Why a sample answer is caught; a wrong one's file may have only what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{sample.name}.py"
        path.write_text(sample.source, encoding="utf-8")
        return verdict(grader, path)


def passing_mutants(exercise: Exercise, graders: list[Grader]) -> tuple[int, list[int]]:
    """How many mutants the solution has, and how many pass each grader."""
    mutants = mutants_of(exercise, "torch")
    passing = [0] * len(graders)
    with tempfile.TemporaryDirectory() as folder:
        for number, mutant in enumerate(mutants):
            path = Path(folder) / f"mutant_{number}.py"
            path.write_text(mutant.text, encoding="utf-8")
            for index, grader in enumerate(graders):
                passing[index] += not verdict(grader, path)
    return len(mutants), passing


def compared(exercise: Exercise, titled: list[tuple[str, Grader]]) -> Iterator[tuple[str, ...]]:
    """The table's rows of one exercise; which wrong answers pass goes to stderr."""
    samples = exercise.samples("torch")
    wrong = [sample for sample in samples if sample.kind == "wrong"]
    for title, grader in titled:
        for sample in samples:
            if sample.kind != "wrong":
                # What comes first makes torch import parts of itself: that is nobody's time.
                reason = verdict(grader, sample.path, Limits(call_seconds=120))
                assert not reason, f"{title}: {sample.path} is right, but: {reason}"
    all_mutants, passing = passing_mutants(exercise, [grader for _, grader in titled])
    for (title, grader), mutants in zip(titled, passing, strict=True):
        escaped = [sample.name for sample in wrong if not verdict_on(sample, grader)]
        for name in escaped:
            print(f"{title}: passes: {name}", file=sys.stderr)
        yield (
            title,
            f"{len(escaped)} / {len(wrong)}",
            f"{mutants} / {all_mutants}",
            f"0 / {len(wrong)}",
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("exercises", nargs="*", help="these only; all, if none is named")
    wanted = parser.parse_args().exercises
    torch.set_num_threads(1)
    bank = Bank()
    names = [exercise.name for exercise in bank.exercises if exercise.name in (wanted or GRADERS)]
    table = Table(
        "exercise",
        "wrong answers that pass",
        "mutants that pass",
        "wrong answers that pass lazylab*",
        box=box.MARKDOWN,
    )
    for name in names:
        for row in compared(bank.exercise(name), GRADERS[name]):
            table.add_row(*row)
    console = Console(width=120)
    console.print(table)
    console.print("* what `lazylab doctor` claims; it is not run here")


if __name__ == "__main__":
    main()
