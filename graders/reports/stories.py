"""What a page tells of one check, in sentences and code, piece by piece. No logic of judging."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from graders.judging.beliefs import BeliefText
from graders.judging.report import CheckReport
from graders.lab.frameworks.spellings import SPELLINGS
from graders.reports.svg import picture_svg
from graders.reports.terminal import Beliefs, expected_said, trouble_said
from graders.reports.texts import Texts

_MOST_LINES, _MOST_CHARACTERS = 40, 2000
_MOST_RIVALS = 3


class Piece(Struct, frozen=True):
    """A part of an answer; `differs` where the other answer has something else."""

    text: str
    differs: bool = False


class Side(Struct, frozen=True):
    """One of the two answers, and whose it is."""

    whose: str
    pieces: list[Piece]


class Story(Struct, frozen=True):
    """All that is told of one check that lost points; what there is nothing to tell of is empty.

    `calls` are the submission's, `look` is code to see for oneself; `picture` is SVG.
    """

    calls: str = ""
    sides: list[Side] = []
    said: list[str] = []
    picture: str = ""
    beliefs: list[BeliefText] = []
    agreed: int = 0
    look: str = ""
    printed: str = ""


def story_of(check: CheckReport, framework: str, texts: Texts, beliefs: Beliefs) -> Story:
    """The story of a check, in the language of the texts."""
    failed = check.outcome in ("wrong", "broke")
    return Story(
        calls=_cut("\n".join(c.code for c in check.calls if failed and c.asked == "submission")),
        sides=_sides(check, framework, texts) if check.expected else [],
        said=list(_said(check, framework, texts)),
        picture=picture_svg(check.picture, texts) if check.picture else "",
        beliefs=_believed(check, beliefs),
        agreed=check.agreed,
        look=_look(check) if check.outcome == "wrong" else "",
        printed=_cut("\n".join(check.printed.splitlines()[-_MOST_LINES:])),
    )


def _sides(check: CheckReport, framework: str, texts: Texts) -> list[Side]:
    """What came, and what is right, with what differs marked in both."""
    of_framework = check.expected_from == "framework"
    whose = SPELLINGS[framework].title if of_framework else texts.say("label.expected")
    came, expected = compared(_cut(check.came), _cut(expected_said(check, texts)))
    return [Side(texts.say("label.you"), came), Side(whose, expected)]


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


def _said(check: CheckReport, framework: str, texts: Texts) -> Iterator[str]:
    """Why there was no answer, and where the framework stops."""
    if said := trouble_said(check, texts):
        yield _cut(said)
    if check.stopped and "None" not in check.stopped.values():
        title = SPELLINGS[framework].title
        yield texts.say("evidence.stopped", framework=title, **check.stopped)


def _believed(check: CheckReport, beliefs: Beliefs) -> list[BeliefText]:
    """What was believed, it seems, and what cannot be told from it."""
    named = [check.belief, *check.rivals] if check.belief else []
    known = [text for name in named if name and (text := beliefs(name)) is not None]
    return known[:_MOST_RIVALS]


def _look(check: CheckReport) -> str:
    """The framework's calls, ready to be pasted; what came back stands behind a `#`.

    To build something shows nothing yet.
    """
    calls = [call for call in check.calls if call.asked == "reference"]
    comments = [f"  # {c.came}" if c.came and not c.came.startswith("<") else "" for c in calls]
    if not any(comments):
        return ""
    lines = (f"{call.code}{said}" for call, said in zip(calls, comments, strict=True))
    return _cut("\n".join(lines))


def _cut(text: str) -> str:
    """The text, or so much of it as somebody may want to read."""
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"
