"""What was asked and answered while one check looked at one case.

Kept as it comes, and turned into text only if the check fails: most cases pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from graders.judging.as_code import AsCode, Asked, Line, shows
from graders.lab.frameworks.common.spelling import Spelling
from graders.lab.messages import Handle, Strange
from graders.lab.observations import Forward, Raised, Snapshot, Values
from graders.networks import Batch

_MAX_SHOWN = 300
_MAX_NUMBERS = 12
# What an instrument raises, which nobody else knows; its message says all.
_UNMEASURABLE = "UnmeasurableError"


class Built(Struct, frozen=True):
    """A network that a check had built: for whom, from what, as which live object."""

    side: str
    description: Any
    handle: Handle


class Comparison(Struct):
    """The last thing that a check compared: what came from the submission, and what should have."""

    came: Any
    expected: Any


class Transcript:
    """The calls of one check on one case, and the comparison that decided."""

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self._asked: list[Asked] = []
        self.compared: Comparison | None = None
        self.printed = ""

    def record(
        self,
        side: str,
        function: str,
        arguments: tuple[Any, ...],
        options: dict[str, Any] | None = None,
        *,
        measured: bool = False,
    ) -> Asked:
        """Note a call before it is made, so that a call that never returns is there too."""
        asked = Asked(side, function, arguments, options or {}, measured)
        self._asked.append(asked)
        return asked

    def answers(self) -> list[Any]:
        """What the submission's functions gave back, in order."""
        own = [asked for asked in self._asked if asked.side == "submission"]
        return [asked.came for asked in own if asked.function and not asked.measured]

    def observed(self) -> list[Any]:
        """Everything that the submission's lab gave back, in order."""
        return [asked.came for asked in self._asked if asked.side == "submission"]

    def steps(self) -> int:
        """How far the check got: the number of things that the submission's lab was asked."""
        return sum(asked.side == "submission" for asked in self._asked)

    @property
    def asked_reference(self) -> bool:
        """Whether the framework was asked for what is expected, and not the submission's network."""
        if self.compared is None:
            return False
        expected = self.compared.expected
        sides = {a.side for a in self._asked if shows(a, expected, self._spelling)}
        asked = any(asked.side == "reference" for asked in self._asked)
        return asked and sides != {"submission"}

    def reference_stop(self) -> Forward | None:
        """The last forward of the reference that was stopped."""
        for asked in reversed(self._asked):
            if asked.side == "reference" and isinstance(asked.came, Forward) and asked.came.stop:
                return asked.came
        return None

    def built(self) -> list[Built]:
        """The networks that were built from descriptions, in order, on both sides."""
        return [
            Built(asked.side, asked.arguments[0], asked.came)
            for asked in self._asked
            if not asked.function and isinstance(asked.came, Handle)
        ]

    def batches(self, built: Built) -> list[Batch]:
        """The batches that went into a network, in order."""
        asked = [a for a in self._asked if a.side == built.side and built.handle in a.arguments]
        return [batch for one in asked for batch in _batches_in(one.arguments)]

    def done_to(self, built: Built) -> set[str]:
        """The instruments that were applied to a network."""
        asked = [a for a in self._asked if a.side == built.side and built.handle in a.arguments]
        return {one.function.rpartition("/")[2] for one in asked if one.measured}

    def last_network(self) -> Handle | None:
        """The live object that the submission's functions gave back last."""
        own = [came for came in self.answers() if isinstance(came, Handle)]
        return own[-1] if own else None

    def all_batches(self) -> list[Batch]:
        """Every batch that the check made, in order."""
        return [batch for asked in self._asked for batch in _batches_in(asked.arguments)]

    def lines(self) -> list[Line]:
        """The calls that matter, as code."""
        compared = self.compared
        sides = None if compared is None else (compared.came, compared.expected)
        return AsCode(self._spelling, self.shown, sides).lines(self._asked)

    def shown(self, value: Any) -> str:
        """A value as a person reads it: short, printable, on one line."""
        text = printable(self._shown(value))
        return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"

    def _shown(self, value: Any) -> str:
        match value:
            case Handle(kind=kind) | Strange(kind=kind):
                return f"<{kind}>"
            case Raised(kind=kind, message=message, facts=facts):
                name = "" if kind == _UNMEASURABLE else kind + carrying(facts)
                return ": ".join(filter(None, (name, message)))
            case Values():
                return _numbers(value)
            case Forward(output=output):
                return self._shown(output)
            case Snapshot(weight_shapes=shapes):
                return str(shapes)
            case list():
                return f"[{', '.join(map(self._shown, value))}]"
            case tuple():
                inside = ", ".join(map(self._shown, value))
                return f"({inside},)" if len(value) == 1 else f"({inside})"
            case dict():
                items = (f"{key!r}: {self._shown(item)}" for key, item in value.items())
                return f"{{{', '.join(items)}}}"
            case _:
                return repr(value)


def _batches_in(arguments: Any) -> Iterator[Batch]:
    for argument in arguments:
        if isinstance(argument, Batch):
            yield argument
        elif isinstance(argument, list | tuple):
            yield from _batches_in(argument)


def printable(text: str) -> str:
    """The text with what would steer a terminal or break a document made visible."""
    return "".join(c if c.isprintable() or c in "\n\t" else ascii(c)[1:-1] for c in text)


def carrying(facts: dict[str, int]) -> str:
    """What an exception carries besides its message, to stand behind its name."""
    inside = ", ".join(f"{name}={value}" for name, value in facts.items())
    return f"({inside})" if facts else ""


def _numbers(values: Values) -> str:
    """Nested as their shape says; of many, the first in row-major order, and the shape."""
    shown = [f"{number:.4g}" for number in values.numbers]
    if len(shown) > _MAX_NUMBERS or 0 in values.shape:
        more = ", …" if shown else ""
        return f"[{', '.join(shown[:_MAX_NUMBERS])}{more}] {values.shape}"
    for size in reversed(values.shape):
        rows = [shown[start : start + size] for start in range(0, len(shown), size)]
        shown = [f"[{', '.join(row)}]" for row in rows]
    return shown[0]
