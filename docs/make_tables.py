"""Writes tables of what there is: exercises into README.md, instruments into docs/interface.md.

python docs/make_tables.py            # shows them
python docs/make_tables.py --write    # and puts each between its marks
"""

from __future__ import annotations

import argparse
import functools
import sys
from pathlib import Path

from graders import instruments
from graders.doctor.asked import instruments_asked
from graders.judging.exercises import Bank, Exercise
from graders.lab.frameworks import NAMES
from graders.lab.frameworks.spellings import SPELLINGS

ROOT = Path(__file__).resolve().parents[1]


def exercises_table() -> str:
    """One row an exercise; for each framework its checks and points, linked to the task."""
    heads = ["", "", *(SPELLINGS[name].title for name in NAMES)]
    lines = [_row(heads), _row(["---"] * len(heads))]
    for exercise in Bank().exercises:
        prompt = exercise.prompt("en")
        cells = [_cell(exercise.name, framework) for framework in NAMES]
        lines.append(_row([str(prompt.number), f"`{exercise.name}`: {prompt.title}", *cells]))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(name: str, framework: str) -> str:
    exercise = next((e for e in Bank(framework=framework).exercises if e.name == name), None)
    if exercise is None:
        return "-"
    points = sum(check.points for check in exercise.checks)
    return f"[{len(exercise.checks)} checks, {points} points]({_task(exercise)})"


def _task(exercise: Exercise) -> str:
    return exercise.prompt_file("en").relative_to(ROOT).as_posix()


def instruments_table() -> str:
    """One row for each that is declared for all exercises, with where our own checks ask for it."""
    heads = ["", "what for", "asked for in"]
    lines = [_row(heads), _row(["---"] * len(heads))]
    for name, instrument in sorted(vars(instruments).items()):
        if isinstance(instrument, instruments.Instrument):
            asked = [SPELLINGS[framework].title for framework in NAMES if name in _asked(framework)]
            where = ", ".join(asked) or f"`net.{name}(…)`"
            lines.append(_row([f"`{name}`", (instrument.__doc__ or "").splitlines()[0], where]))
    return "\n".join(lines)


@functools.cache
def _asked(framework: str) -> set[str]:
    checks = [
        check for exercise in Bank(framework=framework).exercises for check in exercise.checks
    ]
    return {instrument.name for instrument in instruments_asked(checks) if not instrument.is_own}


TABLES = {
    "exercises": (ROOT / "README.md", exercises_table),
    "instruments": (ROOT / "docs" / "interface.md", instruments_table),
}


def written(name: str, text: str) -> str:
    """A page with one of the tables as it is now, between its marks."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{TABLES[name][1]()}\n{end}{after}"


def main() -> None:
    """Show the tables, and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    for name, (page, table) in TABLES.items():
        sys.stdout.write(f"{table()}\n")
        if write:
            page.write_text(written(name, page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
