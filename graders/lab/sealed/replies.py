"""Whether a reply fits its question: a sealed child says what it likes, and is not believed.

Each kind of request has its kinds of reply; what an instrument returns has to be of the type that its
annotation promises, read before any submission ran.
"""

from __future__ import annotations

from typing import Any

import msgspec

from graders.lab.annotations import type_of
from graders.lab.codec import Codec, MalformedError
from graders.lab.messages import (
    Build,
    Call,
    Failed,
    Handle,
    Hung,
    Load,
    LoadInstruments,
    Measure,
    Missing,
    Question,
    Reply,
    Returned,
    RunCell,
    Strange,
    unknown_instrument,
)
from graders.lab.observations import CellRun, Raised
from graders.lab.plain import Exporter

_codec = Codec(Reply)
# Bytes: of an answer, and of what a cell shows with its pictures.
_MOST: dict[type, int] = {Call: 2**18, RunCell: 2**23}
_RUNNING = Call | LoadInstruments | Load | Measure | RunCell
_MOST_OUTPUTS = 300
_MOST_PRINTED = 10_100
_MOST_TEXT = 400
_MOST_NAME = 100
_MOST_NAMES = 40
_LONGEST = 1e6
# A fault of the lab's own is not believed: the submission could say so to be excused.
_ORIGINS = ("submission", "framework", "call")


class Replies:
    """What may come back from a framework's lab."""

    def __init__(self, annotations: dict[str, str]) -> None:
        self._types = {name: type_of(text) for name, text in annotations.items()}
        self._bounds = Exporter(lambda value: value)

    def learn(self, annotations: dict[str, str]) -> None:
        """Expect replies of an exercise's own instruments, too."""
        self._types |= {name: type_of(text) for name, text in annotations.items()}

    def expect(self, request: Question) -> None:
        """Nothing, if there is such a question: LookupError for an instrument that nobody offers."""
        if isinstance(request, Measure) and request.instrument not in self._types:
            raise unknown_instrument(request.instrument)

    def read(self, request: Question, data: memoryview) -> Reply:
        """The reply in these bytes; `MalformedError` if they hold none to this request."""
        if len(data) > _MOST.get(type(request), len(data)):
            raise MalformedError("a larger answer than a lab gives")
        return self.fitting(request, _codec.decode(data))

    def fitting(self, request: Question, reply: Reply) -> Reply:
        """The reply, held to what a lab gives on this request."""
        match reply:
            case Returned(value=value, printed=printed):
                return Returned(self._value(request, value), printed[:_MOST_PRINTED])
            case Failed(error=error, printed=printed) if isinstance(request, _RUNNING):
                return Failed(_bounded(error), printed[:_MOST_PRINTED])
            case Hung(where=where, printed=printed) if isinstance(request, _RUNNING):
                seconds = min(max(reply.seconds, 0.0), _LONGEST)
                return Hung(seconds, where[:_MOST_TEXT], printed[:_MOST_PRINTED])
            case Missing(function=name, found=found) if (
                isinstance(request, Call) and name == request.function
            ):
                return Missing(name, tuple(other[:_MOST_NAME] for other in found[:_MOST_NAMES]))
            case _:
                raise MalformedError("no reply to this question")

    def _value(self, request: Question, value: Any) -> Any:
        if isinstance(request, Call):
            return self._answer(value)
        if isinstance(request, RunCell):
            wanted: Any = CellRun
        elif isinstance(request, Measure):
            wanted = self._types.get(request.instrument)
        else:
            wanted = Handle if isinstance(request, Build) else None
        if isinstance(value, CellRun) and len(value.outputs) > _MOST_OUTPUTS:
            raise MalformedError("more outputs than a cell has")
        try:
            return msgspec.convert(value, wanted)
        except (msgspec.ValidationError, RecursionError) as error:
            raise MalformedError(str(error)[:_MOST_TEXT]) from None

    def _answer(self, value: Any) -> Any:
        """What a submission's function may give: plain data within the bounds of any lab."""
        if type(value) is Handle:
            return Handle(value.number, value.kind[:_MOST_NAME])
        if type(value) is Strange:
            return Strange(value.kind[:_MOST_TEXT])
        try:
            return self._bounds.export(value)
        except RecursionError:
            raise MalformedError("nested too deeply") from None


def _bounded(error: Raised) -> Raised:
    return Raised(
        error.kind[:_MOST_NAME],
        error.message[:_MOST_TEXT],
        tuple(kind[:_MOST_NAME] for kind in error.kinds[:_MOST_NAMES]),
        error.where[:_MOST_TEXT],
        error.origin if error.origin in _ORIGINS else "submission",
        {name[:_MOST_NAME]: number for name, number in list(error.facts.items())[:_MOST_NAMES]},
    )
