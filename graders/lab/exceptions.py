"""What a submission raised, as data: in its own words, from which line, and whose fault it is."""

from __future__ import annotations

import linecache
import os
import pathlib
import re
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.limits import Clock
from graders.lab.observations import Raised
from graders.lab.plain import Exporter, type_name

T = TypeVar("T")

_MAX_MESSAGE = 300
# MXNet's messages begin with the way through its own source.
_TRACE = re.compile(r"\ATraceback \(most recent call last\):\n(?:[ \t].*\n)*")
# What exercises have an exception carry besides its message.
_FACTS = ("layer",)
# Where an object is in memory differs from run to run, and says nothing.
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
_OWN_FOLDER = str(pathlib.Path(__file__).parents[1])
_HOST = str(pathlib.Path(__file__).with_name("host.py"))


class Exceptions:
    """Reads exceptions. `owns` tells the submission's files, `is_kept` the live objects of the lab.

    `path` is the submission's own file.
    """

    def __init__(
        self,
        clock: Clock,
        exporter: Exporter,
        owns: Callable[[str], bool],
        is_kept: Callable[[object], bool],
    ) -> None:
        self._clock = clock
        self._exporter = exporter
        self._owns = owns
        self._is_kept = is_kept
        self.path = ""

    def as_data(self, error: BaseException) -> Raised:
        """All that can be told of it."""
        kinds = type.__dict__["__mro__"].__get__(type(error))
        return Raised(
            type_name(error),
            self._message(error),
            tuple(kind.__name__ for kind in kinds if kind.__module__ == "builtins"),
            self.innermost_line(error),
            self._origin(error),
            self._facts(error),
        )

    def _message(self, error: BaseException) -> str:
        """What the exception says."""
        said = self._asked(lambda: str(error)) or ""
        text = _ADDRESS.sub("0x…", said.encode("utf-8", "replace").decode())
        text = _TRACE.sub("", text)
        return text[:_MAX_MESSAGE] + ("…" if len(text) > _MAX_MESSAGE else "")

    def _facts(self, error: BaseException) -> dict[str, int]:
        """The integers that it carries."""
        carried = {name: self._carried(error, name) for name in _FACTS}
        return {name: value for name, value in carried.items() if type(value) is int}

    def _carried(self, error: BaseException, name: str) -> Any:
        return self._asked(lambda: self._exporter.export(getattr(error, name, None)))

    def _asked(self, question: Callable[[], T]) -> T | None:
        """What an exception answers. The code may be the submission's, and raise or hang."""
        try:
            with self._clock.running():
                return question()
        except BaseException:
            if self._clock.interrupted:
                raise
            return None

    def innermost_line(self, error: BaseException) -> str:
        """`line 12, in repair: the code` of the submission's innermost line that took part."""
        if isinstance(error, SyntaxError) and error.filename == self.path:
            return f"line {error.lineno}: {(error.text or '').strip()}"
        steps = [
            (frame.f_code.co_name, frame.f_code.co_filename, number)
            for frame, number in traceback.walk_tb(error.__traceback__)
            if self._owns(frame.f_code.co_filename)
        ]
        if not steps:
            return ""
        name, file, number = steps[-1]
        cell = "" if file == self.path else f"{file}, "
        return f"{cell}line {number}, in {name}: {linecache.getline(file, number).strip()}"

    def _origin(self, error: BaseException) -> str:
        """Whose code raised: decides who is told, and whether it counts as an answer."""
        files = [f.f_code.co_filename for f, _ in traceback.walk_tb(error.__traceback__)]
        if isinstance(error, SyntaxError | UnmeasurableError) or any(map(self._owns, files)):
            return "submission"
        if isinstance(error, AttributeError) and self._is_kept(_asked_of(error)):
            return "submission"  # an instrument asked for a network, and this is none
        innermost = files[-1] if files else ""  # a submission's exception may hide where it was
        if isinstance(error, TypeError) and innermost == _HOST:
            return "call"
        return "grader" if innermost.startswith(_OWN_FOLDER) else "framework"


def stands_in_no_file(filename: str) -> bool:
    """Whether it names text of a kernel's cell: known line by line, and no file's."""
    known = linecache.cache.get(filename, ())
    return len(known) > 1 and known[1] is None and not os.path.exists(filename)  # noqa: PTH110


def _asked_of(error: AttributeError) -> object:
    """What lacked the attribute, past whatever a subclass says of it."""
    return vars(AttributeError)["obj"].__get__(error)
