"""What was asked, told as code: what matters for the comparison that decided, under good names."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from graders.lab.frameworks.common.spelling import Spelling, written
from graders.lab.messages import Handle
from graders.lab.observations import Forward, Snapshot, Values

_SUBMISSION = "submission"
_NETWORK = "net"
_LOOK = "look"
_USUAL_VIEW = "weight_shapes"


class Asked(Struct):
    """One call: who was asked for what, and what came back as it came."""

    side: str
    function: str
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    measured: bool
    came: Any = None


class Line(Struct, frozen=True):
    """One call as code, who was asked ("submission" or "reference"), and what came back as text."""

    asked: str
    code: str
    came: str


class AsCode:
    """Tells a transcript. `sides` are what came and what was expected, None if nothing was compared.

    A check does more than a reader needs to know. Of what only looks, the last is told, and what
    showed one of the sides; what has nothing to act on, and networks that nothing happens to, are
    left out.
    """

    def __init__(
        self, spelling: Spelling, shown: Callable[[Any], str], sides: tuple[Any, Any] | None
    ) -> None:
        self._spelling = spelling
        self._shown = shown
        self._sides = sides
        self._names = _Names(spelling.names)
        self._compared_view = ""

    def lines(self, asked: list[Asked]) -> list[Line]:
        """The calls that matter, in order."""
        if self._sides is not None:
            looks = [one for one in asked if isinstance(one.came, Snapshot)]
            views = (view_of(one.came, self._side(one), self._spelling) for one in looks)
            self._compared_view = next(filter(None, views), "")
        kept = [one for one in asked if self._matters(one, asked)]
        used = {(one.side, h.number) for one in kept for h in _handles_in(one)}
        lines = [
            self._line(one)
            for one in kept
            if not self._takes_no_line(one) and (one.function or not _is_unused(one, used))
        ]
        # What is done again with other random numbers, and gives nothing, is told once.
        following = itertools.pairwise([*lines, None])
        return [
            line for line, after in following if line is not None and (line.came or line != after)
        ]

    def _matters(self, one: Asked, asked: list[Asked]) -> bool:
        if not self._looks(one):
            return self._does_something(one, asked)
        own = [other for other in asked if other.side == one.side]
        telling = [other for other in own if self._shows(other)]
        if telling:
            return one is telling[-1]
        done = any(other.function and not self._looks(other) for other in own)
        return one is own[-1] and done

    def _shows(self, one: Asked) -> bool:
        """Whether its side's side of the comparison came back."""
        return self._sides is not None and shows(one, self._side(one), self._spelling)

    def _looks(self, one: Asked) -> bool:
        return one.measured and one.function in self._spelling.looks

    def _does_something(self, one: Asked, asked: list[Asked]) -> bool:
        """Whether its network, if it was built from a description, has what it acts on."""
        needed = self._spelling.needs.get(one.function, "") if one.measured else ""
        built = [b for b in asked if b.side == one.side and not b.function]
        made = [self._spelling.code(b.arguments[0]) for b in built if b.came in one.arguments]
        return all(needed in code for code in made)

    def _takes_no_line(self, one: Asked) -> bool:
        """Note under which name, or as which code, its result is spoken of; whether that is all."""
        in_place = one.measured and one.function in self._spelling.in_place
        if in_place and isinstance(one.came, Handle):
            self._names.give(one.side, one.came, self._call(one))
        return in_place

    def _side(self, one: Asked) -> Any:
        """What was compared of its side's."""
        return self._sides and self._sides[0 if one.side == _SUBMISSION else 1]

    def _view(self, one: Asked) -> str:
        """How to look at a snapshot: so that it shows its side's side, or else the other's."""
        own = "" if self._sides is None else view_of(one.came, self._side(one), self._spelling)
        return own or self._compared_view or _USUAL_VIEW

    def _line(self, one: Asked) -> Line:
        call, came = self._call(one), self._came(one)
        if isinstance(one.came, Handle):
            call = f"{self._names.of(one.side, one.came)} = {call}"
        return Line(one.side, call, came)

    def _came(self, one: Asked) -> str:
        if isinstance(one.came, Snapshot):
            return self._shown(getattr(one.came, self._view(one)))
        if isinstance(one.came, Forward) and isinstance(one.came.output, Values):
            return f"shape {one.came.output.shape}"
        return "" if one.measured and one.came is None else self._shown(one.came)

    def _call(self, one: Asked) -> str:
        arguments = [self._argument(a, one.side) for a in one.arguments]
        arguments += [f"{name}={self._argument(v, one.side)}" for name, v in one.options.items()]
        if not one.function:
            return arguments[0]
        if one.measured and one.function == _LOOK and isinstance(one.came, Snapshot):
            return written(self._spelling.views[self._view(one)], arguments)
        if one.measured and one.function in self._spelling.instruments:
            return written(self._spelling.instruments[one.function], arguments)
        name = one.function.rpartition("/")[
            2
        ]  # an exercise's own instrument has the exercise before it
        return f"{name}({', '.join(arguments)})"

    def _argument(self, argument: Any, side: str) -> str:
        if isinstance(argument, Handle):
            return self._names.of(side, argument)
        if isinstance(argument, list | tuple):
            inside = ", ".join(self._argument(item, side) for item in argument)
            if isinstance(argument, list):
                return f"[{inside}]"
            return f"({inside},)" if len(argument) == 1 else f"({inside})"
        if isinstance(argument, Values):
            return self._shown(argument)
        return self._spelling.code(argument)


class _Names:
    """Variable names for live objects by what they are: `net`, `net2`, `optimizer`, …"""

    def __init__(self, by_kind: dict[str, str]) -> None:
        self._by_kind = by_kind
        self._given: dict[tuple[str, int], str] = {}
        self._count: Counter[tuple[str, str]] = Counter()

    def of(self, side: str, handle: Handle) -> str:
        """The object's name, a new one at first sight."""
        key = (side, handle.number)
        if key not in self._given:
            name = self._by_kind.get(handle.kind, _NETWORK)
            self._count[side, name] += 1
            count = self._count[side, name]
            self._given[key] = name if count == 1 else f"{name}{count}"
        return self._given[key]

    def give(self, side: str, handle: Handle, code: str) -> None:
        """Have the object spoken of as this code."""
        self._given[side, handle.number] = code


def shows(one: Asked, side: Any, spelling: Spelling) -> bool:
    """Whether what came back is one side of the comparison, or has it in it."""
    match one.came:
        case Snapshot():
            return view_of(one.came, side, spelling) != ""
        case Forward(output=output, shape=shape):
            inside = [output, shape]
        case dict():
            inside = [*one.came.values()]
        case _:
            inside = []
    return any(_same(found, side) for found in (one.came, *inside))


def view_of(seen: Snapshot, side: Any, spelling: Spelling) -> str:
    """The view of a snapshot that is this side of the comparison, or has it in it; or is empty."""
    views = {name: getattr(seen, name) for name in spelling.views}
    exact = (name for name, found in views.items() if _same(found, side))
    lists = ((name, found) for name, found in views.items() if isinstance(found, list))
    holding = (name for name, found in lists if isinstance(side, str) and side in found)
    return next(itertools.chain(exact, holding), "")


def _same(one: Any, other: Any) -> bool:
    """Equal and of one kind, also inside: to Python, True is 1."""
    return bool(one == other) and repr(one) == repr(other)


def _is_unused(built: Asked, used: set[tuple[str, int]]) -> bool:
    """Whether nobody did anything with a network. What came of no network may be the end of a lab."""
    came = built.came
    return isinstance(came, Handle) and (built.side, came.number) not in used


def _handles_in(asked: Asked) -> Iterator[Handle]:
    waiting: list[Any] = [*asked.arguments, *asked.options.values()]
    while waiting:
        argument = waiting.pop()
        if isinstance(argument, Handle):
            yield argument
        elif isinstance(argument, list | tuple):
            waiting += argument
