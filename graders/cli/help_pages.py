"""`--help` in a person's language: the English stands with the commands, others in `help.<language>.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len

from graders.reports.paragraphs import wrapped
from graders.reports.texts import DEFAULT, Texts

_GAP = 2
_WIDEST_NAME = 30
_END_OF_SENTENCE = re.compile("(?<=[。！？])")  # noqa: RUF001  Chinese punctuation is meant
# What typer puts behind a text: "[default: torch]".
_NOTE = re.compile(r"^(?P<text>.*?)(?:  \[(?P<note>default|required)(?P<rest>.*)\])?$", re.DOTALL)


def speak(command: Any, words: Texts) -> None:
    """Put the help of a command, and of all below it, into another language than English."""
    if words.language == DEFAULT:
        return
    context = command.context_class
    formatter = type("Pages", (_Pages, context.formatter_class), {"words": words})
    speaking = type("Context", (context,), {"formatter_class": formatter})
    for one in _all_below(command):
        one.short_help = _first_sentence(words.help(one.help or ""))
        one.context_class = speaking


def _first_sentence(text: str) -> str:
    """What stands in the list of commands."""
    return _END_OF_SENTENCE.split(text)[0]


def _all_below(command: Any) -> Iterator[Any]:
    yield command
    for sub in getattr(command, "commands", {}).values():
        yield from _all_below(sub)


class _Pages:
    """Click's formatter, but for languages whose letters are wide and have no spaces between them."""

    words: Texts
    width: int
    current_indent: int

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How the command is called."""
        prefix = prefix or f"{self.words.help('Usage:')} "
        super().write_usage(prog, args, prefix)  # type: ignore[misc]  # click's formatter

    def write_heading(self, heading: str) -> None:
        """Above the options, arguments or commands."""
        super().write_heading(self.words.help(heading))  # type: ignore[misc]

    def write_text(self, text: str) -> None:
        """What a command does."""
        self._write_lines(self.words.help(text), self.current_indent)

    def write_dl(self, rows: Sequence[tuple[str, str]], *_: Any) -> None:
        """Names, and beside them, or below those that are long, what they are for."""
        names = [cell_len(name) for name, _ in rows]
        column = max((width for width in names if width <= _WIDEST_NAME), default=0) + _GAP
        for (name, text), width in zip(rows, names, strict=True):
            beside = width + _GAP <= column
            self.write(" " * self.current_indent + name + " " * (column - width if beside else 0))  # type: ignore[attr-defined]
            self._write_lines(self._said(text), self.current_indent + column, beside=beside)

    def _said(self, text: str) -> str:
        found = _NOTE.match(text)
        assert found is not None
        said = self.words.help(found["text"])
        return (
            f"{said}  [{self.words.help(found['note'])}{found['rest']}]" if found["note"] else said
        )

    def _write_lines(self, text: str, indent: int, *, beside: bool = False) -> None:
        margin = " " * indent
        lines = wrapped(text, self.width - indent, "")
        first = "" if beside else margin
        self.write(first + f"\n{margin}".join(lines) + "\n")  # type: ignore[attr-defined]
