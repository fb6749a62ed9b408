"""A sealed child is not believed: a reply is of the kind, and of the type, that the question has."""

import contextlib
import types
import typing
from collections.abc import Iterator
from typing import Any

import pytest

from graders import networks
from graders.judging.exercises import Bank
from graders.judging.judge import Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab import observations
from graders.lab.codec import Codec, MalformedError
from graders.lab.frameworks.torch.framework import FRAMEWORK
from graders.lab.lab import InProcessLab, Lab
from graders.lab.labs import InProcessLabs
from graders.lab.limits import Limits
from graders.lab.messages import (
    Build,
    Call,
    Clear,
    Died,
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
    Strange,
)
from graders.lab.observations import (
    Forward,
    Gradients,
    ParameterSeen,
    Part,
    Raised,
    Snapshot,
    Stop,
    Trace,
    Values,
)
from graders.lab.sealed.replies import Replies
from graders.networks import Linear, Network, batch, mlp

INSTRUMENTS = sorted(FRAMEWORK.instruments)
ANNOTATIONS = {
    name: instrument.__annotations__["return"] for name, instrument in FRAMEWORK.instruments.items()
}
REPLIES = Replies(ANNOTATIONS)
NUMBERS = Values((2,), (0.5, 1.0), "float32")
LOOKED = Snapshot((ParameterSeen("weight", 0, None, "float32", "cpu"),))
RAISED = Raised("ValueError")


def _hint(instrument: str) -> Any:
    """What an instrument returns, as Python itself understands its annotation."""
    return typing.get_type_hints(FRAMEWORK.instruments[instrument])["return"]


def _is(value: Any, hint: Any) -> bool:
    """Whether a value is exactly of a type; what is neither plain nor ours comes as a handle."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return any(_is(value, part) for part in parts)
    if origin is list:
        return type(value) is list and all(_is(item, parts[0]) for item in value)
    if origin is dict:
        inside = type(value) is dict and value.items()
        return inside is not False and all(_is(k, parts[0]) and _is(v, parts[1]) for k, v in inside)
    if origin is tuple:
        some = parts[:1] * len(value) if parts[-1] is ... and type(value) is tuple else parts
        return type(value) is tuple and len(value) == len(some) and all(map(_is, value, some))
    plain = (int, float, str, bool, types.NoneType)
    known = hint in plain or hint in [*vars(observations).values(), *vars(networks).values()]
    number = hint is float and type(value) is int  # for Python's type checkers, too, it is one
    return number or type(value) is (hint if known else Handle)


VALUES: list[Any] = [
    None,
    True,
    7,
    "text",
    NUMBERS,
    LOOKED,
    RAISED,
    Forward(NUMBERS),
    Gradients({"weight": NUMBERS}),
    Stop(0, 1, 2),
    Part("Linear", LOOKED.parameters),
    Trace(((2, 1),)),
    LOOKED.parameters[0],
    Linear(1, 2),
    Network((Linear(1, 2),)),
    mlp([(1, 2)]),
    batch(2, 3),
    Handle(0, "Linear"),
    Strange("function"),
]
INSIDE = [*VALUES, 0.5]
SEQUENCES = [[value] for value in INSIDE] + [[("name", value)] for value in INSIDE] + [[(1, 2)]]
TUPLES = [(value,) for value in INSIDE] + [(Network(()), (value,)) for value in INSIDE]
DICTS = [{key: value} for key in ("key", 7) for value in INSIDE] + [[{"a": (1,)}], [{"a": ("b",)}]]


def _takes(replies: Replies, request: Question, reply: Reply) -> bool:
    try:
        replies.fitting(request, reply)
    except MalformedError:
        return False
    return True


def _fits(instrument: str, value: Any) -> bool:
    return _takes(REPLIES, Measure(instrument), Returned(value))


def _expects_sequences_like(instrument: str, value: Any) -> bool:
    """Whether a list stands where a tuple should, or the other way round: see further below."""
    swapped = tuple(value) if isinstance(value, list) else [*value]
    return _is(swapped, _hint(instrument))


# --- types -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_what_an_instrument_promises_is_what_it_is_held_to(instrument: str) -> None:
    for value in [*VALUES, *DICTS]:
        assert (value, _fits(instrument, value)) == (value, _is(value, _hint(instrument)))
    for value in [*SEQUENCES, *TUPLES]:
        if not _expects_sequences_like(instrument, value):
            assert (value, _fits(instrument, value)) == (value, _is(value, _hint(instrument)))


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_there_is_something_that_fits_and_something_that_does_not(instrument: str) -> None:
    tried = [_fits(instrument, v) for v in [*VALUES, 0.5, *SEQUENCES, *TUPLES, *DICTS]]
    assert {*tried} == {True, False}


def test_what_nobody_offers_is_never_asked() -> None:
    with pytest.raises(LookupError, match="there is no instrument 'weigh'"):
        REPLIES.expect(Measure("weigh"))
    REPLIES.expect(Measure("look"))
    REPLIES.expect(Build(Linear(1, 2)))


def test_a_type_that_is_not_known_means_a_live_object() -> None:
    replies = Replies({"made": "dict[str, Unheard]"})
    assert _takes(replies, Measure("made"), Returned(Handle(0, "Unheard")))
    assert not _takes(replies, Measure("made"), Returned({}))


LIKE = [
    ("look", {"type": "Snapshot", "parameters": []}),
    ("forward", {"type": "Forward", "output": NUMBERS}),
    ("copied", {"type": "Handle", "number": 0, "kind": "Linear"}),
    ("named_gradients", [("weight", {"type": "Values", "shape": [], "numbers": [], "dtype": ""})]),
    ("values", [NUMBERS, None]),
    ("known_values", [["weight", NUMBERS]]),
    ("unknown_to", ([1, 2],)),
    ("shape_given", [1, 2]),
    ("evaluating", ("net", "net.0")),
]


@pytest.mark.parametrize(("instrument", "value"), LIKE, ids=[name for name, _ in LIKE])
def test_what_only_looks_like_it_is_refused_or_becomes_it(instrument: str, value: Any) -> None:
    """A list of values is never audited, and a dict has none of the attributes that checks read."""
    data = memoryview(Codec(Reply).encode(Returned(value)))
    with contextlib.suppress(MalformedError):
        reply = REPLIES.read(Measure(instrument), data)
        assert isinstance(reply, Returned)
        assert _is(reply.value, _hint(instrument))


def test_numbers_that_do_not_fill_their_shape_do_not_fit() -> None:
    data = Codec(Reply).encode(Returned((NUMBERS,)))
    longer = data.replace(b"\x91\x02", b"\x91\x03")
    assert data != longer
    with pytest.raises(MalformedError):
        REPLIES.read(Measure("values"), memoryview(longer))


# --- kinds -----------------------------------------------------------------------------------------

ALL: list[Reply] = [
    Returned(None),
    Returned(7),
    Returned(Handle(0, "Linear")),
    Returned(LOOKED),
    Failed(RAISED),
    Hung(1.0),
    Missing("f", ()),
    Missing("other", ("f",)),
]


@pytest.mark.parametrize(
    ("request_", "fitting"),
    [
        (Load(b"", "m", "m.py"), [ALL[0], ALL[4], ALL[5]]),
        (Clear(), [ALL[0]]),
        (Build(Linear(1, 2)), [ALL[2]]),
        (Measure("look"), [ALL[3], ALL[4], ALL[5]]),
        (Measure("copied"), [ALL[2], ALL[4], ALL[5]]),
        (Measure("freeze"), [ALL[0], ALL[4], ALL[5]]),
        (Call("f"), ALL[:7]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_kind_of_request_has_its_kinds_of_reply(
    request_: Question, fitting: list[Reply]
) -> None:
    assert [reply for reply in ALL if _takes(REPLIES, request_, reply)] == fitting


@pytest.mark.parametrize("why", ["exit", "bent", "unheard of"])
@pytest.mark.parametrize(
    "request_", [Load(b"", "m", "m.py"), Clear(), Build(Linear(1, 2))], ids=repr
)
def test_no_child_says_that_it_is_dead(request_: Question, why: str) -> None:
    assert not _takes(REPLIES, request_, Died(why))


def test_no_child_that_is_called_says_that_it_is_dead() -> None:
    assert not _takes(REPLIES, Call("f"), Died("unheard of"))


@pytest.mark.parametrize("data", [b"", b"\xc1", Codec(Reply).encode(Returned(7))])
def test_what_is_no_reply_to_the_question_is_malformed(data: bytes) -> None:
    with pytest.raises(MalformedError):
        REPLIES.read(Measure("look"), memoryview(data))


def test_what_is_one_is_read() -> None:
    data = memoryview(Codec(Reply).encode(Returned(LOOKED)))
    assert REPLIES.read(Measure("look"), data) == Returned(LOOKED)


# --- replies of a real lab -------------------------------------------------------------------------


class _Checked:
    """A lab whose replies are all held against their questions."""

    def __init__(self, lab: Lab, used: set[str]) -> None:
        self._lab = lab
        self._used = used
        self._replies = Replies(ANNOTATIONS)
        self.open = lab.open

    def ask(self, request: Question) -> Reply:
        reply = self._lab.ask(request)
        if isinstance(request, LoadInstruments):
            self._replies.learn(request.returns)
        assert _takes(self._replies, request, reply)
        if isinstance(request, Measure):
            self._used.add(request.instrument)
        return reply


class _CheckedLabs(InProcessLabs):
    def __init__(self) -> None:
        super().__init__("torch", Limits())
        self.used: set[str] = set()

    @contextlib.contextmanager
    def submission(self) -> Iterator[Lab]:
        with super().submission() as own:
            yield _Checked(own, self.used)

    def reference(self) -> Lab:
        return _Checked(super().reference(), self.used)


def test_all_that_the_bank_asks_is_answered_as_it_should_be(bank: Bank) -> None:
    labs = _CheckedLabs()
    judge = Judge(effort=Effort(drawn=1, seed=0), labs=labs, diagnose=False)
    for exercise in bank.exercises:
        submission = Submission(exercise.solution("torch"), exercise.name)
        report = judge.judge(exercise, submission)
        assert report.earned == report.possible
    assert set(INSTRUMENTS) - labs.used <= {
        *("backward", "export", "take_values"),
        *("parts", "trace"),  # of pictures, which only failing cases have
    }


@pytest.mark.parametrize("sizes", [[(2, 3)], [(None, 3)], [(2, 3), (None, 1)]])
def test_what_only_the_calibration_asks_is_answered_as_it_should_be(sizes: Any) -> None:
    lab = _Checked(InProcessLab("torch"), set())
    net = lab.ask(Build(mlp(sizes)))
    assert isinstance(net, Returned)
    exported = lab.ask(Measure("export", (net.value,)))
    assert isinstance(exported, Returned)
    lab.ask(Measure("take_values", (net.value, exported.value[1])))
    lab.ask(Measure("backward", (net.value, [batch(2, 2)], 0)))
