"""Hostile notebooks: `python tests/attacks/notebook_table.py [--sealed-only] [--markdown] [NAME …]`.

A course with one notebook is graded by the real `nbgrader autograde`: as nbgrader comes, where grade
cells run in the kernel that ran the submission, and with `configure(c)`. No answer in `notebooks/` is
worth a point: what it earns, it has not earned by answering.

Stock nbgrader runs each attack in a copy of the course, in bubblewrap for this machine's sake, and an
honest student after it. With `configure(c)` all hand in to one course.
"""

from __future__ import annotations

import argparse
import ast
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

from msgspec import Struct
from notebook_course import HONEST, STUB, Course, Marks, attacked, copied, full_marks, made_course
from notebook_edits import EDITS, Edit
from rich.console import Console
from rich.table import Table

FOLDER = Path(__file__).parent / "notebooks"
_LIMIT = "# known limit: own cell: "


class Attack(Struct, frozen=True):
    """A text for the first solution cell, or an edit of the file that is handed in.

    `limit` says why the own cell, and it alone, is known to be within its reach under ours too.
    """

    name: str
    tries: str
    text: str = ""
    edit: Edit | None = None
    limit: str = ""

    def hand_in(self, course: Course, student: str) -> None:
        """Put it into a course."""
        if self.edit is None:
            course.hand_in(student, attacked(course.released, self.text))
        else:
            notebook = course.released
            self.edit(notebook, course.folder_of(student))
            course.hand_in(student, notebook)


class Outcome(Struct, frozen=True):
    """What an attack has got, and what an honest student has who was graded after it."""

    marks: Marks
    following: Marks


# --- grading --------------------------------------------------------------------------------------


def attacks(names: Sequence[str] = ()) -> list[Attack]:
    """All attacks, or those named."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.py"))]
    found += [Attack(e.__name__, (e.__doc__ or "").strip(), edit=e) for e in EDITS]
    return [attack for attack in found if not names or attack.name in names]


def _read(path: Path) -> Attack:
    text = path.read_text(encoding="utf-8")
    second = text.splitlines()[1]
    limit = second.removeprefix(_LIMIT) if second.startswith(_LIMIT) else ""
    return Attack(path.stem, ast.get_docstring(ast.parse(text)) or "", text, limit=limit)


def sealed(base: Course, folder: Path, chosen: Sequence[Attack]) -> Course:
    """A course with `configure(c)` in which all of them, and two honest students, were graded."""
    course = copied(base, folder, sealed=True)
    course.hand_in(HONEST, base.solved)
    course.hand_in(STUB, base.released)
    for attack in chosen:
        attack.hand_in(course, attack.name)
    course.autograde()
    return course


def stock(base: Course, folder: Path, attack: Attack) -> Outcome:
    """An attack and an honest student after it, as nbgrader grades them by itself."""
    return by_stock(base, folder, [attack])[attack.name]


def by_stock(base: Course, folder: Path, chosen: Sequence[Attack]) -> dict[str, Outcome]:
    """Attacks, and an honest student after all of them, as nbgrader grades them by itself."""
    course = copied(base, folder, sealed=False)
    course.hand_in(HONEST, base.solved)
    for attack in chosen:
        attack.hand_in(course, attack.name)
    course.autograde()
    following = course.marks(HONEST)
    return {attack.name: Outcome(course.marks(attack.name), following) for attack in chosen}


def outcomes(
    base: Course, folder: Path, chosen: list[Attack], *, sealed_only: bool
) -> Iterator[tuple[Attack, Outcome | None, Outcome]]:
    """What each has got from stock nbgrader, if that is asked for, and from ours."""
    course = sealed(base, folder / "sealed", chosen)
    following = course.marks(HONEST)
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            None if sealed_only else pool.submit(stock, base, folder / attack.name, attack)
            for attack in chosen
        ]
        for attack, job in zip(chosen, jobs, strict=True):
            ours = Outcome(course.marks(attack.name), following)
            yield attack, job and job.result(), ours


# --- the table ------------------------------------------------------------------------------------


_HEADINGS = ("attack", "what it tries")
_STOCK = ("stock: lazylab's cells", "stock: own cell", "stock: the next student")
_NOT_GRADED = "not graded"
_OURS = ("ours: lazylab's cells", "ours: own cell")
Row = tuple[Attack, Outcome | None, Outcome]
_PAGE = """\
# Hostile notebooks

Written by `python tests/attacks/notebook_table.py --markdown`. Each notebook is graded by `nbgrader
autograde` {version}: as nbgrader comes, and with `configure(c)`. No answer in them is worth a point; there
are {full.lazylab:g} to be had in lazylab's cells, and {full.own:g} in an ordinary grade cell of the instructor's
own with two asserts. In bold: points that were not earned by answering, and harm to an honest student who
was graded next.

{sums}

{others}

## Known limits

An own cell runs in the submission's process with either, and believes what it meets there:

{known}

`tests/attacks/notebooks/` holds the attacks on cells, `notebook_edits.py` those on the file.
"""


def gained(marks: Marks) -> bool:
    """Whether there are points: no attack's answers are worth one."""
    return bool(marks.lazylab or marks.own)


def unexpected(row: Row, full: Marks) -> bool:
    """Whether it got or did anything under ours that is not said to be within its reach."""
    attack, _, ours = row
    own = 0 if attack.limit else ours.marks.own
    return gained(Marks(ours.marks.lazylab, own)) or ours.following != full


def cells(row: Row, full: Marks) -> list[tuple[str, bool]]:
    """The texts of a row, and which of them say that something was gained, or somebody harmed."""
    attack, by_stock, ours = row
    why = f" Known: {attack.limit}." if attack.limit else ""
    texts = [(attack.name, False), (attack.tries + why, False)]
    if by_stock is not None:
        harmed = by_stock.following != full
        following = "loses marks" if harmed else "full marks"
        if by_stock.following == Marks(None, None):
            following = _NOT_GRADED
        texts += [*_points(by_stock.marks), (following, harmed)]
    return [*texts, *_points(ours.marks)]


def _points(marks: Marks) -> list[tuple[str, bool]]:
    return [
        (_NOT_GRADED if points is None else f"{points:g}", bool(points))
        for points in (marks.lazylab, marks.own)
    ]


def rich_table(rows: list[Row], full: Marks, headings: Sequence[str]) -> Table:
    """What is gained in red."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        made.add_column(heading, overflow="fold")
    for row in rows:
        made.add_row(*(f"[red]{text}[/]" if bad else text for text, bad in cells(row, full)))
    return made


def markdown_table(rows: list[Row], full: Marks, headings: Sequence[str]) -> str:
    """What is gained in bold."""
    lines = [list(headings), ["---"] * len(headings)]
    lines += [[f"**{text}**" if bad else text for text, bad in cells(row, full)] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def sums(rows: list[Row], full: Marks) -> str:
    """How many of them got or did anything."""
    lines = []
    for name, column in (("Stock nbgrader", 1), ("With `configure(c)`", 2)):
        got = [outcome for row in rows if (outcome := row[column]) is not None]
        gains = sum(gained(one.marks) for one in got)
        all_of_it = sum(one.marks.lazylab == full.lazylab for one in got)
        harm = sum(one.following != full for one in got)
        if got:
            which = f"{gains} gained points ({all_of_it} of them all of lazylab's)"
            lines.append(
                f"- {name}: of {len(got)} attacks, {which if gains else 'none gained a point'}, and "
                f"{harm or 'none'} cost the next student marks."
            )
    return "\n".join(lines)


def show(rows: list[Row], full: Marks, headings: Sequence[str], *, markdown: bool) -> None:
    """Print both tables: what is to gain nothing, and the known limits."""
    others, known = (
        [row for row in rows if bool(row[0].limit) is limit] for limit in (False, True)
    )
    if markdown:
        made = {
            "sums": sums(others, full),
            "others": markdown_table(others, full, headings),
            "known": markdown_table(known, full, headings),
            "version": metadata.version("nbgrader"),
        }
        print(_PAGE.format(full=full, **made), end="")
        return
    console = Console(width=None if sys.stdout.isatty() else 160)
    for part in (others, known):
        console.print(rich_table(part, full, headings), "")
    console.print(sums(others, full), markup=False)


def main() -> int:
    """Print the tables; status 0 if nothing was gained under ours but what is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="files without .py, or edits")
    parser.add_argument("--sealed-only", action="store_true", help="leave stock nbgrader out")
    parser.add_argument("--markdown", action="store_true", help="print a page for docs/")
    asked = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="lazylab-course-", ignore_cleanup_errors=True) as name:
        base = made_course(Path(name, "base"))
        full = full_marks(base.solved)
        chosen = attacks(asked.names)
        for row in outcomes(base, Path(name), chosen, sealed_only=asked.sealed_only):
            rows.append(row)
            print(*(text for text, _ in cells(row, full)), sep=" | ", file=sys.stderr)
    headings = (*_HEADINGS, *(() if asked.sealed_only else _STOCK), *_OURS)
    show(rows, full, headings, markdown=asked.markdown)
    return int(any(unexpected(row, full) for row in rows))


if __name__ == "__main__":
    sys.exit(main())
