"""How a framework's code is written: what a description is, and what an instrument does by hand.

`{0}`, `{1}` are the instrument's arguments as code. Plain text made from plain data: no framework is
imported in this room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct, structs

ByHand = str | Callable[..., str]
"""A template, or a function of the arguments as code."""


def written(by_hand: ByHand, arguments: list[str]) -> str:
    """The code for these arguments."""
    return by_hand.format(*arguments) if isinstance(by_hand, str) else by_hand(*arguments)


def parts(value: Struct, code: Callable[[Any], str]) -> str:
    """What an exercise draws as a whole: its parts by name, each as code."""
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    return ", ".join(f"{name}={code(field)}" for name, field in fields.items())


class OwnSpelling(Struct, frozen=True):
    """How the instruments of an exercise's own are written: `SPELLING` in `code_for_<framework>.py`.

    `looks` change nothing, `deeds` do something. `needs`, `in_place` and `names` as in a `Spelling`.
    """

    looks: dict[str, ByHand] = {}
    deeds: dict[str, ByHand] = {}
    needs: dict[str, str] = {}
    in_place: frozenset[str] = frozenset()
    names: dict[str, str] = {}


class Spelling(Struct, frozen=True):
    """A framework's name for people, and how it writes descriptions and what is done with them.

    `looks` are the instruments that change nothing; `views`, how a `look` is written whose view of
    that name was compared; `needs`, the layer without which an instrument does nothing; `in_place`,
    the instruments whose results need no variable; `names`, what variables are called by the class
    of what they hold.
    """

    title: str
    code: Callable[[Any], str]
    instruments: dict[str, ByHand]
    looks: frozenset[str]
    views: dict[str, str]
    needs: dict[str, str] = {}
    in_place: frozenset[str] = frozenset()
    names: dict[str, str] = {}

    def with_own(self, owner: str, own: OwnSpelling) -> Spelling:
        """The same, and how the instruments of an exercise are written, under their full names."""

        def full(names: Iterable[str]) -> list[str]:
            return [f"{owner}/{name}" for name in names]

        instruments = own.looks | own.deeds
        return structs.replace(
            self,
            instruments=self.instruments
            | dict(zip(full(instruments), instruments.values(), strict=True)),
            looks=self.looks.union(full(own.looks)),
            needs=self.needs | dict(zip(full(own.needs), own.needs.values(), strict=True)),
            in_place=self.in_place.union(full(own.in_place)),
            names=self.names | own.names,
        )
