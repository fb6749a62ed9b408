"""Messages come through as they were sent, or are refused before they are sent."""

import types
import typing
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders import networks
from graders.lab import observations
from graders.lab.codec import Codec, MalformedError
from graders.lab.messages import (
    Build,
    Call,
    Clear,
    Failed,
    Handle,
    Load,
    Measure,
    Question,
    Reply,
    Returned,
    RunCell,
    Strange,
)
from graders.lab.observations import Raised, Values
from graders.networks import Linear

REQUESTS, REPLIES = Codec(Question), Codec(Reply)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALARS = {
    int: st.integers(-(2**63), 2**64 - 1),
    float: st.floats(),
    str: TEXT,
    bool: st.booleans(),
    bytes: st.binary(max_size=8),
    types.NoneType: st.none(),
}
STRUCTS = [
    kind
    for module in (networks, observations)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
] + [Handle, Strange]


def _of(hint: Any) -> st.SearchStrategy[Any]:
    """Anything that a field of this type may hold."""
    parts = typing.get_args(hint)
    if hint is Any:
        return VALUES
    if hint in SCALARS:
        return SCALARS[hint]
    if typing.get_origin(hint) is tuple and parts[-1] is ...:
        return st.lists(_of(parts[0]), max_size=3).map(tuple)
    if typing.get_origin(hint) is typing.Literal:
        return st.sampled_from(parts)
    if typing.get_origin(hint) is dict:
        return st.dictionaries(_of(parts[0]), _of(parts[1]), max_size=3)
    if parts:
        return st.one_of([_of(part) for part in parts])
    return st.deferred(lambda: _struct(hint))


def _struct(kind: type) -> st.SearchStrategy[Any]:
    if kind is Values:  # its numbers fill its shape
        numbers = st.lists(_of(float), max_size=3).map(tuple)
        return numbers.map(lambda found: Values((len(found),), found, "float32"))
    return st.builds(kind, **{name: _of(h) for name, h in typing.get_type_hints(kind).items()})


KEYS = st.none() | st.booleans() | st.floats() | SCALARS[int] | TEXT
VALUES = st.recursive(
    KEYS | st.one_of([st.deferred(lambda kind=kind: _struct(kind)) for kind in STRUCTS]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=10,
)
ASKED = st.one_of([_struct(kind) for kind in (Load, RunCell, Clear, Build, Call, Measure)])
ANSWERED = st.one_of([_struct(kind) for kind in typing.get_args(Reply)])


def _crossed(codec: Codec, message: Any) -> Any:
    return codec.decode(codec.encode(message))


# --- what was sent comes back ----------------------------------------------------------------------
# Compared as text: it tells lists from tuples, -0.0 from 0.0 and True from 1, and NaN is NaN.


@settings(deadline=None)
@given(ASKED)
def test_requests_come_through_as_they_are(request: Any) -> None:
    assert repr(_crossed(REQUESTS, request)) == repr(request)


@settings(deadline=None)
@given(ANSWERED)
def test_replies_come_through_as_they_are(reply: Any) -> None:
    assert repr(_crossed(REPLIES, reply)) == repr(reply)


@settings(deadline=None)
@given(VALUES)
def test_values_of_every_type_come_through_as_they_are(value: Any) -> None:
    assert repr(_crossed(REPLIES, Returned(value))) == repr(Returned(value))


@pytest.mark.parametrize(
    "value", [[], (), [()], ([],), ((),), [[1], (1,)], {"a": (1, [2])}, (Linear(1, 2),)]
)
def test_lists_and_tuples_stay_apart(value: Any) -> None:
    assert repr(_crossed(REPLIES, Returned(value)).value) == repr(value)


def test_plain_data_that_looks_like_a_message_stays_data() -> None:
    forged = {"type": "Handle", "number": 0, "kind": "Linear"}
    assert _crossed(REPLIES, Returned(forged)).value == forged


@pytest.mark.parametrize("key", [(), (1, 2), ((1,), "a")])
def test_what_can_be_a_key_comes_through_as_a_key(key: Any) -> None:
    assert _crossed(REPLIES, Returned({key: 1})).value == {key: 1}


# --- what cannot be sent ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", [b"", {1, 2}, 1j, object(), len, Call("f"), [{"a": {1}}], type("L", (list,), {})()]
)
def test_a_value_of_another_type_is_refused(value: Any) -> None:
    with pytest.raises(MalformedError, match="cannot be sent"):
        REPLIES.encode(Returned(value))


def _nested(depth: int, wrap: Callable[[Any], Any]) -> Any:
    value: Any = None
    for _ in range(depth):
        value = wrap(value)
    return value


@pytest.mark.parametrize("wrap", [lambda v: [v], lambda v: (v,), lambda v: {"a": v}])
@pytest.mark.parametrize("depth", [40, 100_000])
def test_a_value_that_is_nested_too_deeply_is_refused(
    wrap: Callable[[Any], Any], depth: int
) -> None:
    with pytest.raises(MalformedError, match="nested too deeply"):
        REPLIES.encode(Returned(_nested(depth, wrap)))


@pytest.mark.parametrize(
    "message",
    [
        Returned(2**64),
        Returned(-(2**63) - 1),
        Returned([{2**70: 0}]),
        Returned(Handle(2**64, "")),
        Returned("\ud800"),
        Returned(Strange("\ud800")),
        Returned(None, printed="\ud800"),
        Failed(Raised("E", "\ud800")),
    ],
    ids=ascii,
)
def test_integers_beyond_64_bits_and_lone_surrogates_are_refused(message: Any) -> None:
    with pytest.raises(MalformedError):
        REPLIES.encode(message)
