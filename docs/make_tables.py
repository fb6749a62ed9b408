"""Writes the table of exercises and frameworks into README.md: what there is, from what there is.

python docs/make_tables.py            # shows it
python docs/make_tables.py --write    # and puts it between the marks
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from graders.judging.exercises import Bank, Exercise
from graders.lab.frameworks import NAMES
from graders.lab.frameworks.spellings import SPELLINGS

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BEGIN, END = "<!-- begin: exercises -->", "<!-- end: exercises -->"


def table() -> str:
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


def written(text: str) -> str:
    """The README with the table as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> None:
    """Show the table, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    sys.stdout.write(f"{table()}\n")
    if parser.parse_args().write:
        README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
