"""What somebody has to do to a bank that was made before each exercise had a room.

Such a bank has its checks in `checks/`, beliefs in `beliefs/` and instruments in `instruments/`.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from graders.judging.exercises import BANK_FILE, Places
from graders.lab.frameworks import NAMES as FRAMEWORKS

_OLD = ("checks", "beliefs", "instruments")


def moves(root: Path, interface: int) -> list[str]:
    """The commands, for a shell, that give a bank the layout of today; none if it has that."""
    if not any((root / place).is_dir() for place in _OLD):
        return []
    lines = [f"cd {shlex.quote(str(root))}", *_checks(root), *_instruments(root), *_beliefs(root)]
    empty = " ".join(f"{place}/*/ {place}/" for place in _OLD)
    return [
        *lines,
        f"rmdir {empty} 2> /dev/null",
        f"sed -i.old 's/^interface = .*/interface = {interface}/' {BANK_FILE}",
    ]


def _checks(root: Path) -> Iterator[str]:
    for path in sorted((root / "checks").glob("*.py")):
        yield f"mkdir -p bank/{path.stem} && mv checks/{path.name} bank/{path.stem}/checks.py"
    for framework in FRAMEWORKS:
        for path in sorted((root / "checks" / f"for_{framework}").glob("*.py")):
            here = f"checks/for_{framework}/{path.name}"
            yield f"mkdir -p bank/{path.stem} && mv {here} bank/{path.stem}/{framework}.py"


def _instruments(root: Path) -> Iterator[str]:
    for path in sorted((root / "instruments").glob("*/")):
        yield f"mkdir -p bank/{path.name} && mv instruments/{path.name} bank/{path.name}/instruments"


def _beliefs(root: Path) -> Iterator[str]:
    """A belief was a file, and is a table in that of its exercise."""
    for path in sorted((root / "beliefs").glob("*.toml")):
        for framework in FRAMEWORKS:
            name = path.stem
            wrong = Places(root).solutions.glob(f"*/wrong/{name}.for_{framework}.py")
            exercises = sorted(answer.parents[1].name for answer in wrong)
            if exercises:
                room = f"bank/{exercises[0]}" if len(exercises) == 1 else "bank"
                table = (
                    f"echo '[{name}]'; sed '/^framework =/d; s/^\\[/[{name}./' beliefs/{name}.toml"
                )
                yield f"({table}; echo) >> {room}/beliefs.{framework}.toml && rm beliefs/{name}.toml"
