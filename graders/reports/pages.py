"""What pages and notebooks show of a check's story: text for templates, cut to what one may read."""

from __future__ import annotations

import re

from msgspec import Struct

from graders.reports.stories import Believed, Side, Story
from graders.reports.svg import picture_svg
from graders.reports.texts import Texts

_MOST_LINES, _MOST_CHARACTERS = 40, 2000


class Piece(Struct, frozen=True):
    """A part of an answer; `differs` where the other answer has something else."""

    text: str
    differs: bool = False


class SideShown(Struct, frozen=True):
    """One of the two answers, and whose it is."""

    whose: str
    pieces: list[Piece]


class StoryShown(Struct, frozen=True):
    """The parts of a story; what there is nothing to tell of is empty. `picture` is SVG."""

    calls: str
    sides: list[SideShown]
    said: list[str]
    picture: str
    believed: Believed | None
    look: str
    printed: str


def shown_on_page(story: Story, texts: Texts) -> StoryShown:
    """The story of a check, for a template."""
    look = (f"{line.code}  # {line.came}" if line.came else line.code for line in story.look)
    return StoryShown(
        calls=_cut("\n".join(story.calls)),
        sides=_sides(*story.sides) if story.sides else [],
        said=[said for said in (_cut(story.trouble), story.stopped) if said],
        picture=picture_svg(story.picture, texts) if story.picture else "",
        believed=story.believed,
        look=_cut("\n".join(look)),
        printed=_cut("\n".join(story.printed.splitlines()[-_MOST_LINES:])),
    )


def _sides(one: Side, other: Side) -> list[SideShown]:
    """Both sides, with what differs marked."""
    pieces = compared(_cut(one.answer), _cut(other.answer))
    return [SideShown(one.whose, pieces[0]), SideShown(other.whose, pieces[1])]


def compared(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts, cut where they begin to differ and where they agree again: words stay whole."""
    left, right = re.findall(r"\w+|\W", one), re.findall(r"\w+|\W", other)
    start = _agreeing(left, right)
    end = _agreeing(left[start:][::-1], right[start:][::-1])
    return _pieces(left, start, end), _pieces(right, start, end)


def _agreeing(left: list[str], right: list[str]) -> int:
    """How many words are the same, from the first on."""
    same = (a == b for a, b in zip(left, right, strict=False))
    return next((n for n, equal in enumerate(same) if not equal), min(len(left), len(right)))


def _pieces(words: list[str], start: int, end: int) -> list[Piece]:
    stop = len(words) - end
    parts = ((words[:start], False), (words[start:stop], bool(start or end)), (words[stop:], False))
    return [Piece("".join(part), differs) for part, differs in parts if part]


def _cut(text: str) -> str:
    """The text, or so much of it as somebody may want to read."""
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"
