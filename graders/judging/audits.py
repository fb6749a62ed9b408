"""Whether the instruments in a submission's lab still measure right.

What a lab says of a network is measured by code that shares a process with the submission. So some
of the questions, drawn unpredictably, are asked twice.

A *control* is about a network of the judge's own, of a kind that the check uses anyway: what the lab
says of it has to be what the reference says. An *audit* is about a network that came from the
submission: the lab hands it out as plain data, it is built again where no submission has ever
been, and both have to measure the same. Who lies about the network alone is caught by the audit; who
lies in what is handed out has to hand out a right network, and has solved the task.
"""

from __future__ import annotations

import math
import random
from typing import Any

from msgspec import Struct

from graders.lab.lab import Lab
from graders.lab.messages import (
    Build,
    Call,
    Clear,
    Died,
    Handle,
    Measure,
    Question,
    Reply,
    Returned,
)
from graders.lab.observations import Forward, ParameterSeen, Raised, Snapshot, Values
from graders.networks import Dropout, Network

_CONTROLS = 0.04
_AUDITS = 0.1
_NOTED = 0.1
_KEPT = 64
# They have an answer that depends on their arguments alone, and change nothing that others see.
_AUDITED = ("look", "values", "forward")


class _Question(Struct, frozen=True):
    """Something asked about a network that the judge had built."""

    description: Any
    instrument: str
    rest: tuple[Any, ...]


class AuditedLab:
    """A submission's lab whose answers are checked now and then. Once bent, it says no more."""

    def __init__(
        self, lab: Lab, control: Lab, chance: random.Random, *, controls: float = _CONTROLS
    ) -> None:
        self._lab = lab
        self._control = control
        self._chance = chance
        self._controls = controls
        self._questions: list[_Question] = []
        self._built: dict[int, Any] = {}
        self._returned: set[int] = set()
        self._bent = ""
        self._exports = True
        self.open = lab.open

    def ask(self, request: Question) -> Reply:
        """The lab's reply, or `Died("bent")` from the first wrong reading on."""
        if isinstance(request, Clear) and self._chance.random() < self._controls:
            self._ask_a_control()
        if self._bent:
            return Died("bent", self._bent)
        match request:
            case Clear():
                self._built.clear()
                self._returned.clear()
            case Measure(instrument=instrument, arguments=(Handle(number=number), *rest)):
                if number in self._built:
                    self._note(_Question(self._built[number], instrument, tuple(rest)))
                elif self._wants_an_audit(instrument, number, rest):
                    return self._audited(request, tuple(rest))
        reply = self._lab.ask(request)
        if isinstance(reply, Returned) and isinstance(reply.value, Handle):
            if isinstance(request, Build):
                self._built[reply.value.number] = request.description
            elif isinstance(request, Call):
                self._returned.add(reply.value.number)
                # The submission may have changed what was built, and what was measured is over.
                self._built.clear()
        return reply

    # --- controls: networks of the judge's own ------------------------------------------------

    def _note(self, question: _Question) -> None:
        """Remember what is asked here: controls have to look like it."""
        plain = not any(isinstance(argument, Handle | list) for argument in question.rest)
        if question.instrument in _AUDITED and plain and self._chance.random() < _NOTED:
            self._questions = [*self._questions[1 - _KEPT :], question]

    def _ask_a_control(self) -> None:
        """At the end of a case, when the submission's functions have run."""
        if not self._questions:
            return
        question = self._chance.choice(self._questions)
        self._control.ask(Clear())
        came = _measured(self._lab, question)
        expected = _measured(self._control, question)
        if not isinstance(came, Returned) or not isinstance(expected, Returned):
            return  # it may have run out of time, or of its life
        if not _alike(came.value, expected.value, numbers=_is_settled(question.description)):
            self._bent = f"{question.instrument} of a network of the judge's gave a wrong reading"

    # --- audits: networks of the submission's -------------------------------------------------

    def _wants_an_audit(self, instrument: str, number: int, rest: list[Any]) -> bool:
        plain = not any(isinstance(argument, Handle) for argument in rest)
        known = instrument in _AUDITED and number in self._returned and plain
        return self._exports and known and self._chance.random() < _AUDITS

    def _audited(self, request: Measure, rest: tuple[Any, ...]) -> Reply:
        """The reply, if it is what the network gives that the lab hands out as plain data."""
        exported = self._exported(request.arguments[0])
        reply = self._lab.ask(request)
        if not isinstance(exported, Returned) or not isinstance(reply, Returned):
            return reply
        if exported.value is None or not isinstance(reply.value, Forward | Snapshot | tuple):
            return reply
        network, values = exported.value
        expected = self._rebuilt(network, values, request.instrument, rest)
        if expected is None:
            return reply
        if not _alike(reply.value, expected, names=False, numbers=None not in values):
            self._bent = (
                f"{request.instrument} of the submission's network is not what a copy of it gives"
            )
            return Died("bent", self._bent)
        return reply

    def _exported(self, handle: Handle) -> Reply | None:
        """The network as plain data; None in a framework that hands none out, and has no audits."""
        try:
            return self._lab.ask(Measure("export", (handle,)))
        except LookupError:
            self._exports = False
            return None

    def _rebuilt(self, network: Network, values: Any, instrument: str, rest: Any) -> Any:
        self._control.ask(Clear())
        handle = _value(self._control.ask(Build(network)))
        self._control.ask(Measure("take_values", (handle, values)))
        return _value(self._control.ask(Measure(instrument, (handle, *rest))))


def _value(reply: Reply) -> Any:
    return reply.value if isinstance(reply, Returned) else None


def _measured(lab: Lab, question: _Question) -> Reply:
    handle = _value(lab.ask(Build(question.description)))
    return lab.ask(Measure(question.instrument, (handle, *question.rest)))


def _same_numbers(came: Values, expected: Values) -> bool:
    """Up to rounding; what is no number here is none there."""
    return came.shape == expected.shape and all(
        math.isclose(one, other, rel_tol=1e-3, abs_tol=1e-4)
        or (math.isnan(one) and math.isnan(other))
        for one, other in zip(came.numbers, expected.numbers, strict=True)
    )


def _is_settled(description: Any) -> bool:
    """Whether its numbers follow from the description: a lazy layer draws them when data comes."""
    parts = getattr(description, "layers", None) or getattr(description, "linear", None)
    if parts is not None:
        return all(map(_is_settled, parts))
    sizes = (getattr(description, name, 0) for name in ("in_features", "in_channels", "features"))
    return None not in sizes and not isinstance(description, Dropout)


def _alike(came: Any, expected: Any, *, names: bool = True, numbers: bool = True) -> bool:
    """Whether two observations say the same; `token` is one lab's own way of counting."""
    options = {"names": names, "numbers": numbers}
    match came, expected:
        case Values(), Values():
            if not numbers:
                return came.shape == expected.shape
            return came.dtype == expected.dtype and _same_numbers(came, expected)
        case Forward(), Forward():
            return came.stop == expected.stop and _alike(came.output, expected.output, **options)
        case Raised(), Raised():
            return came.kind == expected.kind
        case Snapshot(), Snapshot():
            return _alike(came.parameters, expected.parameters, **options)
        case ParameterSeen(), ParameterSeen():
            same = (came.shape, came.dtype, came.device, came.trainable) == (
                expected.shape,
                expected.dtype,
                expected.device,
                expected.trainable,
            )
            return same and (not names or came.name == expected.name)
        case tuple(), tuple():
            return len(came) == len(expected) and all(
                _alike(one, other, **options) for one, other in zip(came, expected, strict=True)
            )
        case _:
            return bool(came == expected)
