"""What a course has settled: `[tool.lazylab]` of the nearest `pyproject.toml`.

    [tool.lazylab]
    banks = ["../our_exercises"]       # folders of exercises, beside those that are installed
    exercises = ["lifecycle"]          # which ones the course has; all of them if none is named
    framework = "torch"
    language = "zh"
    cases = 200                        # drawn for each check
    hidden = ["lifecycle/holds_in_every_order"]

    [tool.lazylab.points]
    dimension_mismatch = 30            # the whole exercise, shared among its checks
    lifecycle.holds_in_every_order = 5

    [tool.lazylab.limits]
    memory = 1024

Whatever the command line says comes before all this.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from graders.lab.frameworks import NAMES as FRAMEWORKS
from graders.lab.refusals import Refusal
from graders.reports.texts import languages

_Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
_CheckName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*/[a-zA-Z_][a-zA-Z0-9_]*$")]
_Points = Annotated[int, Meta(ge=1, le=10_000)]
_TABLE = ("tool", "lazylab")
_ENTRY = re.compile(r"\s*([\w.\"'-]+)\s*=")
_HEADER = re.compile(r"\s*\[+([^\]]+)\]")


class RequestError(Refusal, ValueError):
    """What was asked for does not exist or does not fit together."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """A course's settings. `file` is where they stand, None if there are none."""

    banks: tuple[str, ...] = ()
    exercises: tuple[_Name, ...] = ()
    framework: str = "torch"
    language: str | None = None
    cases: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    hidden: tuple[_CheckName, ...] = ()
    points: dict[_Name, _Points | dict[str, _Points]] = {}
    limits: dict[str, Any] = {}
    file: Path | None = None

    def refuse(self, problem: object, *entry: str) -> RequestError:
        """An error that names the file, and the line of an entry such as ("points", "lifecycle")."""
        assert self.file is not None
        return _refused(self.file, (*_TABLE, *entry), problem)


def settings_in(folder: Path) -> Settings:
    """Of the `pyproject.toml` in a folder or the nearest one above it; RequestError if they are wrong."""
    for place in (folder, *folder.parents):
        path = place / "pyproject.toml"
        if path.is_file():
            return _read(path)
    return Settings()


def _read(path: Path) -> Settings:
    try:
        found: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RequestError(f"cannot read {path}: {error}") from error
    for depth, name in enumerate(_TABLE, start=1):
        found = found.get(name, {})
        if not isinstance(found, dict):
            raise _refused(path, _TABLE[:depth], f"{name} is a table of settings, not {found!r}")
    if "file" in found:  # a field of ours, and no setting
        raise _refused(path, (*_TABLE, "file"), _unknown("file"))
    try:
        made = msgspec.convert({**found, "file": path}, Settings)
    except msgspec.ValidationError as error:
        said, entry = _understood(str(error), found)
        raise _refused(path, (*_TABLE, *entry), said) from error
    if made.framework not in FRAMEWORKS:
        raise made.refuse(_choice(made.framework, FRAMEWORKS), "framework")
    if made.language is not None and made.language not in languages():
        raise made.refuse(_choice(made.language, languages()), "language")
    return made


def _choice(came: str, known: Iterable[str]) -> str:
    return f"{came!r} is none that lazylab has: {', '.join(known)}"


def _understood(said: str, found: dict[str, Any]) -> tuple[str, list[str]]:
    """What msgspec says, and the entry that it is about."""
    problem, _, at = said.partition(" - at `")
    entry = re.findall(r"(?:\.|^\$\.)(\w+)", at.rstrip("`"))
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", problem)
    if unknown:
        return _unknown(unknown[1]), [unknown[1]]
    if entry == ["points"]:  # msgspec does not say of which key: look for it
        entry += _bad_points(found["points"])
    return f"{'.'.join(entry)}: {problem}", entry


def _bad_points(points: Any) -> list[str]:
    """The first entry that is no number of points, and no table of such numbers."""
    if not isinstance(points, dict):
        return []
    for name, value in points.items():
        try:
            msgspec.convert({name: value}, dict[_Name, _Points | dict[str, _Points]])
        except msgspec.ValidationError:
            return [name, *_bad_points(value)]
    return []


def _unknown(name: str) -> str:
    known = [field for field in Settings.__struct_fields__ if field != "file"]
    near = difflib.get_close_matches(name, known, n=1)
    meant = f" Did you mean {near[0]}?" if near else ""
    return f"unknown setting {name!r}.{meant} There are {', '.join(known)}"


def _refused(path: Path, entry: tuple[str, ...], problem: object) -> RequestError:
    try:
        line = _line_of(path.read_text(encoding="utf-8"), entry)
    except (OSError, ValueError):
        line = None
    return RequestError(f"{path}{f':{line}' if line else ''}: {problem}")


def _line_of(text: str, entry: tuple[str, ...]) -> int | None:
    """The line that comes nearest to an entry: its own, or its table's."""
    best, found = 0, None
    for number, names in _entries(text):
        shared = min(len(names), len(entry))
        shared = shared if names[:shared] == entry[:shared] else 0
        if shared > best:
            best, found = shared, number
    return found


def _entries(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each line that opens a table or sets an entry, with the entry's names from the top."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _names(header[1])
            yield number, table
        elif entry := _ENTRY.match(line):
            yield number, (*table, *_names(entry[1]))


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip().strip("\"'") for name in dotted.split("."))
