"""A course folder for nbgrader: its configuration, and a source notebook for each exercise.

Files are read and compared first, and written at the end: a wrong request leaves no trace.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode, convert, reader, v4
from nbformat.validator import normalize

from graders.app.request import RequestError
from graders.app.settings import Settings, settings_in
from graders.integrations.nbgrader.assignments import noted, source_notebook
from graders.integrations.nbgrader.updates import Change, compare
from graders.judging.exercises import Bank, Exercise
from graders.reports.texts import languages

_CONFIGURE = """\
from graders.integrations.nbgrader.settings import configure

configure(c)
"""
_CONFIG = """\
# What nbgrader reads in this folder. `nbgrader --help-all` says what can be set.
c = get_config()  # noqa
c.CourseDirectory.course_id = {course_id}

# What the checks of lazylab need.
{configure}
# Settings of your own go here, below those of lazylab.
"""


@dataclass(frozen=True)
class Draft:
    """A file of a course as it would be written. `changes` are those of one that exists."""

    path: Path
    text: str
    exists: bool
    changes: list[Change]

    @property
    def outdated(self) -> bool:
        """Whether the file exists, and something else is generated now."""
        return any(change.by_us for change in self.changes)

    @property
    def yours(self) -> int:
        """How many cells the instructor has changed."""
        return sum(change.by_you for change in self.changes)

    def write(self) -> None:
        """Write the file, all of it or nothing; RequestError if that cannot be done."""
        target = self.path.resolve()  # what a link points to is written, not the link
        beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                # Half a character, which JSON may hold and UTF-8 may not, becomes JSON's escape.
                beside.write_text(self.text, "utf-8", "backslashreplace", "\n")
                if target.exists():
                    shutil.copymode(target, beside)
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as error:
            raise RequestError(f"cannot write {self.path}: {error.strerror}") from error


@dataclass(frozen=True)
class Course:
    """A course's folder. With `assignment`, all exercises are notebooks of that one assignment."""

    folder: Path
    assignment: str | None = None
    configure_lines = _CONFIGURE

    def __post_init__(self) -> None:
        try:
            is_other = self.folder.exists() and not self.folder.is_dir()
        except OSError as error:
            raise RequestError(f"cannot read {self.folder}: {error.strerror}") from error
        if is_other:
            raise RequestError(f"{self.folder} is a file: expected a folder, or a new one's name")
        name = self.assignment
        if name is not None and not re.fullmatch(r"\w(?:[\w .-]*[\w.-])?", name):
            raise RequestError(
                f"an assignment's name consists of letters, digits, '_', '-', '.' and blanks, "
                f"and begins with a letter or digit, not {name!r}"
            )

    @property
    def config(self) -> Draft:
        """The configuration. One that exists is left alone."""
        path = self.folder / "nbgrader_config.py"
        name = self.folder.resolve().name
        course_id = json.dumps(name, ensure_ascii=not name.isprintable())
        text = _CONFIG.format(course_id=course_id, configure=_CONFIGURE)
        return Draft(path, text, _read(path) is not None, [])

    def settings(self, banks: list[Path]) -> list[Draft]:
        """New settings, where these have to name banks; RequestError if there are others already."""
        there = settings_in(self.folder.resolve())
        known = [] if there.file is None else [there.file.parent / text for text in there.banks]
        missing = {bank.resolve() for bank in banks} - {place.resolve() for place in known}
        wanted = [os.path.relpath(bank, self.folder.resolve()) for bank in sorted(missing)]
        text = f"[tool.lazylab]\nbanks = {json.dumps(wanted)}\n"
        path = self.folder / "pyproject.toml"
        if not wanted:
            return []
        if there != Settings(file=there.file) or _read(path) is not None:
            raise RequestError(f"{there.file} does not name the bank. Add to it\n{text}")
        return [Draft(path, text, exists=False, changes=[])]

    @property
    def is_configured(self) -> bool:
        """Whether the configuration is there and calls lazylab."""
        text = _read(self.config.path) or ""
        return any("configure(c" in line.partition("#")[0] for line in text.splitlines())

    def notebook(
        self, exercise: Exercise, framework: str, language: str, *, or_its_own: bool = False
    ) -> Draft:
        """The source notebook of an exercise, brought up to date if it exists.

        `or_its_own`: one that exists keeps the language that it has.
        """
        folder = self.folder / "source" / (self.assignment or exercise.name)
        path = folder / f"{exercise.name}.ipynb"
        existing = _read_notebook(path)
        hidden = settings_in(self.folder.resolve()).hidden
        if existing is None:
            generated = source_notebook(exercise, framework, language, hidden)
            return Draft(path, _text(generated), False, [])
        own = noted(existing, "lazylab")
        if own.get("framework", framework) != framework:
            raise RequestError(
                f"{path} is for {own['framework']}: say --framework {own['framework']}, "
                "or make another assignment with --assignment NAME"
            )
        if or_its_own and own.get("language") in languages():
            language = own["language"]
        update = compare(existing, source_notebook(exercise, framework, language, hidden))
        return Draft(path, _text(update.notebook), True, update.changes)


def chosen_exercises(bank: Bank, names: list[str], framework: str) -> list[Exercise]:
    """Exercises by their names, several in a text with commas; else all that have a stub."""
    asked = [name.strip() for text in names for name in text.split(",") if name.strip()]
    if asked or names:
        chosen = [bank.exercise(name) for name in dict.fromkeys(asked)]
    else:
        chosen = [exercise for exercise in bank.offered if framework in exercise.frameworks]
    if not chosen:
        raise RequestError(f"no exercise is named, or none has a stub for {framework}")
    return chosen


def _text(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def _read(path: Path) -> str | None:
    """What is in a file; None if it does not exist."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RequestError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise RequestError(f"cannot read {path}: it is not in UTF-8 ({error})") from error


def _read_notebook(path: Path) -> NotebookNode | None:
    """A notebook in the format of today; None if there is no such file."""
    text = _read(path)
    if text is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ids that are missing or double are put right here
            found = v4.upgrade(convert(reader.reads(text), v4.nbformat))
            _, notebook = normalize(found)
            nbformat.validate(notebook)
    except Exception as error:  # nbformat raises all kinds of errors for what is no notebook
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise RequestError(
            f"{path} is not a notebook ({reason}). Repair it, or move it away: it is made anew then."
        ) from error
    result: NotebookNode = notebook
    return result
