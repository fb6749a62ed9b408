"""What a person asked for cannot be had, said so that it can be said in other languages, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):  # noqa: N818  it is no fault of anybody's
    """An English sentence, and what fills in its braces; without facts it has none.

    `refusals.<language>.toml` beside the reports' messages has the sentence in other languages.
    """

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template)
        self.template = template
        self.facts = facts

    def __str__(self) -> str:
        return filled(self.template, self.facts)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.template, self.facts)


def filled(template: str, facts: Mapping[str, object]) -> str:
    """The sentence. What was put together elsewhere may have braces of its own in it."""
    return template.format_map(facts) if facts else template


def _again(kind: type[Refusal], template: str, facts: dict[str, object]) -> Refusal:
    return kind(template, **facts)
