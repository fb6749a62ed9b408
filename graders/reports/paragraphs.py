"""Lines of text for a terminal, Chinese and Latin mixed, and lines of code that can be pasted.

rich breaks lines at spaces only: a Chinese sentence is one long word to it, which it cuts anywhere,
before a full stop too.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
from collections.abc import Iterable, Iterator

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_NOT_AT_THE_END = "（“‘《「『【〈"  # noqa: RUF001  Chinese brackets and quotes
_NOT_AT_THE_BEGINNING = "，。；：、？！）”’》」』】〉…—·,.;:?!)"  # noqa: RUF001
_WIDE = 2
_INDENT = "    "
_SHORTEST_COMMENT = 24
_LONGEST_COMMENT = 80


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Prose in lines of at most `width` cells; all but the first of a paragraph are indented."""
    return [line for part in text.split("\n") for line in _filled(_units(part), width, indent)]


def wrapped_code(code: str, width: int) -> list[str]:
    """A line of code in lines of at most `width` cells that can be pasted, if that is possible."""
    statements = code.split("; ") if cell_len(code) > width else [code]
    if not all(map(_is_python, statements)):
        statements = [code]
    return [line for part in statements for line in _filled(_pieces(part, width), width, _INDENT)]


def _filled(units: Iterable[str], width: int, indent: str) -> Iterator[str]:
    """Lines with as many units as there is room for; a unit that is too long for one is cut."""
    line = ""
    for unit in units:
        if line.strip() and cell_len((line + unit).rstrip()) > width:
            yield line.rstrip()
            line = indent if len(indent) < width // 2 else ""
        line += unit
        while cell_len(line.rstrip()) > width:
            first = chop_cells(line, width)[0]
            yield first
            line = line[len(first) :]
    yield line.rstrip()


def _units(text: str) -> Iterator[str]:
    """Pieces of prose that no line break may part, each with the spaces after it."""
    yield from _parted(text, (_may_part(a, b) for a, b in itertools.pairwise(text)))


def _parted(text: str, breaks: Iterable[bool]) -> Iterator[str]:
    """The text in pieces; `breaks` says of each two characters whether they may be parted."""
    start = 0
    for position, may_break in enumerate(breaks, start=1):
        if may_break:
            yield text[start:position]
            start = position
    yield text[start:]


def _may_part(before: str, after: str) -> bool:
    if after.isspace():
        return False
    if before.isspace() or after in _NOT_AT_THE_END:
        return before not in _NOT_AT_THE_END
    fits = before not in _NOT_AT_THE_END and after not in _NOT_AT_THE_BEGINNING
    return fits and _WIDE in (cell_len(before), cell_len(after))


def _pieces(code: str, width: int) -> list[str]:
    """Pieces of code that no line break may part: it comes within brackets, after a space.

    If that is not enough, after a bracket that opens.
    """
    pieces = list(_parted(code, _breaks_of_code(code, " ")))
    if max(map(cell_len, pieces)) + len(_INDENT) > width:
        pieces = list(_parted(code, _breaks_of_code(code, " ([{")))
    return pieces


def _breaks_of_code(code: str, behind: str) -> Iterator[bool]:
    depth, quote = 0, ""
    for before, after in itertools.pairwise(code):
        if quote:
            quote = "" if before == quote else quote
        elif before in "'\"":
            quote = before
        else:
            depth += (before in "([{") - (before in ")]}")
        yield depth > 0 and not quote and before in behind and after not in " )]}"


def _is_python(code: str) -> bool:
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        return bool(ast.parse(code))
    return False


class Paragraph:
    """Prose, as wide as there is room."""

    def __init__(self, text: str, style: str = "", indent: str = "") -> None:
        self._text = text
        self._style = style
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = wrapped(self._text, options.max_width, self._indent)
        yield Text("\n".join(lines), self._style, no_wrap=True, overflow="ignore")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        lines = self._text.split("\n")
        needed = max(cell_len(unit.rstrip()) for line in lines for unit in _units(line))
        longest = max(map(cell_len, lines))
        return Measurement(needed, longest).with_maximum(options.max_width)


class Code:
    """One line of code, and behind it as a comment what came of it, cut to what there is room for."""

    def __init__(self, code: str, comment: str = "", style: str = "") -> None:
        self._code = code
        self._comment = comment.replace("\n", " ")
        self._style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = wrapped_code(self._code, options.max_width)
        text = Text("\n".join(lines), self._style, no_wrap=True, overflow="ignore")
        if self._comment:
            text.append(self._behind(lines[-1], options.max_width), "dim")
        yield text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        needed = max(map(cell_len, _pieces(self._code, options.max_width)))
        longest = max(needed, cell_len(self._code))
        return Measurement(needed, longest).with_maximum(options.max_width)

    def _behind(self, line: str, width: int) -> str:
        """The comment, on the same line if there is room for enough of it."""
        room = width - cell_len(line) - len("  # ")
        if room >= min(_SHORTEST_COMMENT, cell_len(self._comment)):
            return f"  # {_cut(self._comment, room)}"
        return f"\n# {_cut(self._comment, width - len('# '))}"


def _cut(text: str, width: int) -> str:
    width = min(width, _LONGEST_COMMENT)
    return text if cell_len(text) <= width else f"{chop_cells(text, width - 1)[0]}…"
