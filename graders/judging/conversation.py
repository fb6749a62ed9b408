"""The two that a check talks to: the student's submission, and the reference.

A check reads like a conversation with both. Underneath, each sentence is a request to a lab and is
noted in the transcript. What comes from the student's side is an `Answer`: compared with `==`, by
value and by kind, and remembered, so that a failed `assert` can show both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ParamSpec, TypeVar

from graders import instruments
from graders.instruments import Instrument, undeclared
from graders.judging.outcomes import (
    CheckEndedError,
    NoAnswer,
    NotStarted,
    ReferenceFaultError,
    Wrong,
)
from graders.judging.transcripts import Comparison, Transcript, carrying
from graders.lab.frameworks import NAMES as FRAMEWORKS
from graders.lab.frameworks import RECIPES
from graders.lab.lab import Lab
from graders.lab.messages import (
    DEVICE,
    DEVICE_LOST,
    Build,
    Call,
    Clear,
    Died,
    Failed,
    Handle,
    Measure,
    Reply,
    Returned,
    Strange,
)
from graders.lab.observations import Raised, Values
from graders.networks import Batch, Description


class Refused:
    """Stands for "any exception of this kind, carrying `facts`" on the right of a comparison."""

    def __init__(self, kind: str, facts: dict[str, int] | None = None) -> None:
        self.kind = kind
        self.facts = facts or {}

    def __repr__(self) -> str:
        return self.kind + carrying(self.facts)


def refused(kind: type[Exception], **facts: int) -> Refused:
    """What `student.attempt.f(…)` has to equal: an exception, with attributes such as `layer=2`."""
    return Refused(kind.__name__, facts)


def agree(came: Any, expected: Any) -> bool:
    """Equality by value and kind: lists and tuples are both sequences, a bool is no number."""
    if isinstance(expected, Refused):
        return isinstance(came, Raised) and came.is_a(expected.kind, expected.facts)
    if isinstance(expected, list | tuple):
        return (
            isinstance(came, list | tuple)
            and len(came) == len(expected)
            and all(map(agree, came, expected))
        )
    if isinstance(expected, dict):
        return (
            isinstance(came, dict)
            and came.keys() == expected.keys()
            and all(agree(came[key], expected[key]) for key in expected)
        )
    return type(came) is type(expected) and bool(came == expected)


P = ParamSpec("P")
R = TypeVar("R")


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Answer) else value


class Answer:
    """Something that came from the student's side. Attributes and items of it are answers too."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: Any, transcript: Transcript) -> None:
        self.value = value
        self.transcript = transcript

    def __eq__(self, expected: object) -> bool:
        expected = _plain(expected)
        self.transcript.compared = Comparison(self.value, expected)
        return agree(self.value, expected)

    def close_to(self, expected: Any, *, relative: float = 1e-4, absolute: float = 1e-5) -> bool:
        """Whether these are numbers of the same shape, equal up to rounding in float32."""
        expected = _plain(expected)
        self.transcript.compared = Comparison(self.value, expected)
        return (
            isinstance(self.value, Values)
            and isinstance(expected, Values)
            and self.value.close_to(expected, relative=relative, absolute=absolute)
        )

    def __getattr__(self, name: str) -> Answer:
        if hasattr(Net, name) and not hasattr(self.value, name):
            self.transcript.compared = Comparison(self.value, Strange("a network"))
            raise CheckEndedError(Wrong())
        return Answer(getattr(self.value, name), self.transcript)

    def __getitem__(self, key: Any) -> Answer:
        try:
            return Answer(self.value[key], self.transcript)
        except (TypeError, KeyError, IndexError) as error:
            raise CheckEndedError(Wrong()) from error

    def __iter__(self) -> Iterator[Answer]:
        try:
            return iter([Answer(item, self.transcript) for item in self.value])
        except TypeError as error:
            raise CheckEndedError(Wrong()) from error

    def __bool__(self) -> bool:
        raise TypeError("compare an answer with what it should be: `assert answer == …`")

    def __repr__(self) -> str:
        return f"Answer({self.value!r})"


class Side:
    """One side of the conversation: a lab, and the transcript that notes what is said."""

    name = "reference"

    def __init__(
        self,
        lab: Lab,
        transcript: Transcript,
        own: Mapping[str, str] | None = None,
        framework: str = FRAMEWORKS[0],
    ) -> None:
        """`own`: the full names of the exercise's own instruments, by how checks call them."""
        self._lab = lab
        self._own = own or {}
        self.transcript = transcript
        self.framework = framework

    @property
    def must_initialize(self) -> bool:
        """Whether the framework's networks wait to be told, by `initialize`, and not only for data."""
        return RECIPES[self.framework].must_initialize

    def begin(self, seed: int, transcript: Transcript) -> None:
        """Start a new case with a transcript of its own: the lab forgets its live objects."""
        self.transcript = transcript
        self._lab.ask(Clear(seed))

    def network(self, description: Description) -> Net:
        """Build what a description says; its values depend on the description alone."""
        asked = self.transcript.record(self.name, "", (description,))
        reply = self._lab.ask(Build(description))
        asked.came = self._value("", reply)
        return Net(asked.came, self)

    def measure(self, instrument: Instrument[P, object], *given: P.args, **named: P.kwargs) -> Any:
        """Apply an instrument to live objects and plain data, as it is declared."""
        if not isinstance(instrument, Instrument):
            raise TypeError(undeclared(instrument))
        return self._measured(instrument, instrument.arguments(*given, **named))

    def _measured(self, instrument: Instrument[..., object], given: tuple[Any, ...]) -> Any:
        sent = tuple(map(_sendable, given))
        name = self._full_name(instrument)
        asked = self.transcript.record(self.name, name, sent, measured=True)
        asked.came = self._value(instrument.name, self._lab.ask(Measure(name, sent)))
        return self._received(asked.came)

    def _full_name(self, instrument: Instrument[..., object]) -> str:
        """Of an exercise's own with the exercise in it: a framework's may be called alike."""
        if not instrument.is_own:
            return instrument.name
        if instrument.name not in self._own:
            raise ReferenceFaultError(
                f"the instrument {instrument.name} is declared, and not written: expected a "
                f"function of that name in instruments/for_{self.framework}.py of the exercise's room"
            )
        return self._own[instrument.name]

    def _received(self, value: Any) -> Any:
        return Net(value, self) if isinstance(value, Handle) else value

    def _value(self, function: str, reply: Reply) -> Any:
        if isinstance(reply, Returned):
            return reply.value
        if isinstance(reply, Died) and reply.why in (DEVICE, DEVICE_LOST):
            # An accelerator that stops takes the reference with it, whoever it was that stopped it.
            raise CheckEndedError(NoAnswer(function, reply))
        said = f"{reply.error.kind}: {reply.error.message}" if isinstance(reply, Failed) else reply
        raise ReferenceFaultError(f"{function or 'network'}: {said}")


class Reference(Side):
    """The framework itself, in a lab that never runs a submission: the oracle."""

    def measure(self, instrument: Instrument[P, R], *given: P.args, **named: P.kwargs) -> R:
        """Apply an instrument; what the submission gave must fit, or it is a wrong answer."""
        measured: R = super().measure(instrument, *given, **named)
        return measured

    def _measured(self, instrument: Instrument[..., object], given: tuple[Any, ...]) -> Any:
        try:
            return super()._measured(instrument, given)
        except CheckEndedError:
            raise
        except Exception as error:
            answers = [a for a in given if isinstance(a, Answer) and not isinstance(a, Net)]
            if not answers:
                raise
            self.transcript.compared = Comparison(
                answers[0].value, Strange("what fits the network")
            )
            raise CheckEndedError(Wrong()) from error


class Student(Side):
    """The submission: its functions are called as methods, `student.first_mismatch(layers, 3)`."""

    name = "submission"

    def __getattr__(self, function: str) -> Callable[..., Any]:
        if function.startswith("__"):
            raise AttributeError(function)
        return lambda *arguments, **options: self.called(function, arguments, options)

    @property
    def attempt(self) -> _Attempt:
        """Call a function that may have to raise: the exception comes back as an answer."""
        return _Attempt(self)

    def called(
        self,
        function: str,
        arguments: tuple[Any, ...],
        options: dict[str, Any],
        *,
        may_raise: bool = False,
    ) -> Any:
        """Call one of the submission's functions; `may_raise` makes its exception an answer."""
        sent = tuple(map(_sendable, arguments))
        sent_options = {name: _sendable(value) for name, value in options.items()}
        asked = self.transcript.record(self.name, function, sent, sent_options)
        reply = self._lab.ask(Call(function, sent, sent_options))
        self.transcript.printed += reply.printed
        if isinstance(reply, Failed):
            asked.came = reply.error
            if _is_stub(reply.error):
                raise CheckEndedError(NotStarted(function))
            if may_raise and reply.error.origin in ("submission", "framework"):
                return Answer(reply.error, self.transcript)
        asked.came = self._value(function, reply)
        return self._received(asked.came)

    def _received(self, value: Any) -> Any:
        if isinstance(value, Handle):
            return Net(value, self)
        return Answer(value, self.transcript)

    def _value(self, function: str, reply: Reply) -> Any:
        match reply:
            case Returned(value=Strange() as strange):
                raise CheckEndedError(NoAnswer(function, strange))
            case Returned(value=value):
                return value
            case Failed(error=error) if error.origin == "grader":
                raise ReferenceFaultError(f"{function}: {error.kind}: {error.message}")
            case _:
                raise CheckEndedError(NoAnswer(function, reply))


def _is_stub(error: Raised) -> bool:
    """Whether somebody wrote this exception down. PyTorch has it too, for what "meta" cannot do."""
    _, _, code = error.where.partition(": ")
    return error.kind == "NotImplementedError" and ("raise" in code or not code)


class _Attempt:
    def __init__(self, student: Student) -> None:
        self._student = student

    def __getattr__(self, function: str) -> Callable[..., Any]:
        return lambda *arguments, **options: self._student.called(
            function, arguments, options, may_raise=True
        )


class Net(Answer):
    """A live network in a lab, and what can be done with it from here."""

    def __init__(self, handle: Handle, side: Side) -> None:
        super().__init__(handle, side.transcript)
        self._party = side

    def look(self) -> Any:
        """A `Snapshot`: shapes, objects, flags. Initializes nothing."""
        return self._party.measure(instruments.look, self)

    def values(self) -> Any:
        """The numbers of each parameter, in order, each object once."""
        return self._party.measure(instruments.values, self)

    def forward(self, batch: Batch) -> Any:
        """Run it: a `Forward` with the output, or what was raised and where."""
        return self._party.measure(instruments.forward, self, batch)

    def backward(self, *batches: Batch, seed: int = 0) -> Any:
        """`Gradients` of a generic loss summed over the batches."""
        return self._party.measure(instruments.backward, self, list(batches), seed)

    def what_became_of(self, original: Net, layers: list[int]) -> Any:
        """For some layers of the network that this one was made of: "kept" or "replaced"?"""
        return self._party.measure(instruments.what_became_of, original, self, layers)

    def copied(self) -> Any:
        """A deep copy, as another live network."""
        return self._party.measure(instruments.copied, self)


def _sendable(argument: Any) -> Any:
    """What crosses: handles for live networks, plain values for answers."""
    if isinstance(argument, Answer):
        return argument.value
    if isinstance(argument, list):
        return [_sendable(item) for item in argument]
    if isinstance(argument, tuple):
        return tuple(_sendable(item) for item in argument)
    return argument
