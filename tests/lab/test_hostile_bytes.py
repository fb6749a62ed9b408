"""A submission may have written the bytes itself: they are a message, or one kind of error."""

import re
import tracemalloc
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.msgpack import Encoder, Ext

from graders.lab.codec import Codec, MalformedError
from graders.lab.messages import (
    Call,
    Clear,
    Died,
    Failed,
    Handle,
    Hung,
    Load,
    Missing,
    Question,
    Reply,
    Returned,
    Strange,
)
from graders.lab.observations import Forward, Gradients, Raised, Snapshot, Stop, Values
from graders.networks import Conv2d, Linear, Network, ReLU, mlp

REQUESTS, REPLIES = Codec(Question), Codec(Reply)
MIB = 2**20

NUMBERS = Values((2, 1), (0.5, float("nan")), "float32")
REPLIED = [
    Returned(None, "said"),
    Returned([1, (-1.5, "é"), {"a": (True,), 2: None}]),
    Returned(Handle(3, "Linear")),
    Returned(Strange("function")),
    Returned(mlp([(None, 3), (3, 1)])),
    Returned(Network((Conv2d(1, 2), Network((ReLU(),)), Linear(2, 3)), seed=4, dtype="float64")),
    Returned((NUMBERS, None)),
    Returned(Forward(Raised("E", "m", ("E",), facts={"layer": 1}), Stop(1, None, 2))),
    Returned([Snapshot(()), Gradients({"weight": NUMBERS})]),
    Failed(Raised("ValueError", "no", ("ValueError", "Exception")), "said"),
    Missing("f", ("g", "h")),
    Hung(0.5, "line 3"),
    Died("exit"),
]
TUPLE = 0  # the number under which a tuple travels


def _forged(value: Any) -> bytes:
    """A reply that says what no codec would: `value` may hold an `Ext`."""
    return Encoder().encode({"type": "Returned", "value": value, "printed": ""})


def _around(raw: bytes) -> bytes:
    """A reply with these bytes where its value should be."""
    return _forged(None).replace(b"\xa5value\xc0", b"\xa5value" + raw)


def _code_of(struct: Any) -> int:
    """The number under which a struct of this kind travels."""
    sent: Any = msgspec.msgpack.decode(REPLIES.encode(Returned(struct)))
    return int(sent["value"].code)


def _is_a_reply_or_refused(data: bytes) -> None:
    try:
        reply = REPLIES.decode(data)
    except MalformedError:
        return
    assert isinstance(reply, Reply)


def _is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        REPLIES.decode(data)


# --- whatever it is --------------------------------------------------------------------------------

HEADS = [bytes([code]) for code in range(0x80, 0x100)]
CLAIMS = [b"\xff\xff\xff\xff", b"\x00\xff\xff\xff", b"\x7f", b"\x00", b"\x00" * 8, b"\xed\xa0\x80"]


@given(st.binary(max_size=60) | st.lists(st.sampled_from(HEADS + CLAIMS)).map(b"".join))
@settings(max_examples=500, deadline=None)
def test_random_bytes_are_refused_or_understood(data: bytes) -> None:
    _is_a_reply_or_refused(data)
    _is_a_reply_or_refused(_around(data))


CHANGES = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 4), st.binary(max_size=4)),
    min_size=1,
    max_size=4,
)


@given(st.sampled_from(REPLIED), CHANGES)
@settings(max_examples=1000, deadline=None)
def test_replies_that_were_tampered_with_are_refused_or_understood(
    reply: Reply, changes: list[tuple[int, int, bytes]]
) -> None:
    data = REPLIES.encode(reply)
    for place, removed, put in changes:
        at = place % (len(data) + 1)
        data = data[:at] + put + data[at + removed :]
    _is_a_reply_or_refused(data)


def _name(value: object) -> str:
    """A test's name, the same in each process: an extension's address is not."""
    return re.sub(r"<msgspec.msgpack.Ext[^>]*>", "Ext", repr(value))[:60]


@pytest.mark.parametrize("reply", REPLIED, ids=lambda reply: type(reply).__name__)
def test_a_reply_that_is_cut_or_continued_is_refused(reply: Reply) -> None:
    data = REPLIES.encode(reply)
    for length in range(len(data)):
        _is_refused(data[:length])
    _is_refused(data + b"\xc0")
    _is_refused(data + data)


# --- what it claims --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"type": "Nothing"},
        {"type": "Returned"},
        {"type": 3, "value": None},
        {"value": None},
        {"type": "Returned", "value": None, "printed": 3},
        {"type": "Returned", "value": None, "printed": Ext(TUPLE, b"\x90")},
        {"type": "Missing", "function": "f", "found": [3]},
        {"type": "Hung", "seconds": "soon"},
        {"type": "Failed", "error": None},
        {"type": "Failed", "error": {"type": "Values"}},
        {"type": "Failed", "error": {"type": "Raised", "kind": "E", "facts": {"layer": "1"}}},
        {"type": "Call", "function": "f"},
        ["Returned", None],
        "Returned",
        None,
    ],
    ids=_name,
)
def test_fields_that_no_reply_has_are_refused(raw: Any) -> None:
    _is_refused(Encoder().encode(raw))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (NUMBERS, {"type": "Values", "shape": ["2"], "numbers": [], "dtype": ""}),
        (NUMBERS, {"type": "Values", "shape": [2], "numbers": [None], "dtype": ""}),
        (NUMBERS, {"type": "Values", "shape": [2]}),
        (NUMBERS, {"type": "Stop", "layer": 0, "came": 1, "taken": 1}),
        (NUMBERS, [[2], [0.0, 0.0], ""]),
        (Handle(0, ""), {"type": "Handle", "number": 0.5, "kind": ""}),
        (Handle(0, ""), {"type": "Handle", "number": True, "kind": ""}),
        (ReLU(), {"type": "ReLU", "inplace": 1}),
        (mlp([(1, 1)]), {"type": "Layers", "linear": [{"type": "ReLU"}]}),
        (Forward(NUMBERS), {"type": "Forward", "output": Ext(TUPLE, b"\x90")}),
    ],
    ids=_name,
)
def test_fields_that_no_struct_has_are_refused(kind: Any, fields: Any) -> None:
    _is_refused(_forged([Ext(_code_of(kind), Encoder().encode(fields))]))


def test_extension_types_that_nobody_has_are_refused() -> None:
    for code in [*range(-128, 0), *range(100, 128)]:
        for inside in (b"", b"\xc0", b"\x90", b"\x80"):
            _is_refused(_forged(Ext(code, inside)))


@pytest.mark.parametrize("inside", [b"", b"\xc0", b"\x01", b"\x90\x90", b"\x91"])
def test_a_tuple_that_holds_no_list_is_refused(inside: bytes) -> None:
    _is_refused(_forged(Ext(TUPLE, inside)))


@pytest.mark.parametrize("key", [{}, [{}], Ext(TUPLE, b"\x91\x90")], ids=_name)
def test_a_key_that_cannot_be_one_is_refused(key: Any) -> None:
    raw = b"\x81" + Encoder().encode(key) + b"\x01"
    _is_refused(_around(raw))


@pytest.mark.parametrize("text", [b"\xa1\xff", b"\xa3\xed\xa0\x80", b"\xd9\x02\xc3\x28"])
def test_text_that_is_no_text_is_refused(text: bytes) -> None:
    """A lone surrogate has no UTF-8."""
    for raw in (text, b"\x91" + text, b"\x81" + text + b"\xc0"):
        _is_refused(_around(raw))


@pytest.mark.parametrize("message", [Load(b"", "m", "m.py"), Clear(), Call("f")], ids=_name)
def test_a_request_is_no_reply_and_a_reply_no_request(message: Any) -> None:
    _is_refused(REQUESTS.encode(message))
    with pytest.raises(MalformedError):
        REQUESTS.decode(REPLIES.encode(Returned(None)))


# --- how much it takes -----------------------------------------------------------------------------


def _nested(depth: int, kind: type) -> bytes:
    if kind is not tuple:
        return {list: b"\x91", dict: b"\x81\xa0"}[kind] * depth + b"\xc0"
    data = b"\xc0"
    for _ in range(depth):
        data = b"\xc9" + (len(data) + 1).to_bytes(4) + b"\x00\x91" + data
    return data


@pytest.mark.parametrize("kind", [list, dict, tuple])
@pytest.mark.parametrize("depth", [2_000, 10_000])
def test_deep_nesting_is_refused(depth: int, kind: type) -> None:
    _is_refused(_around(_nested(depth, kind)))


def _memory_to_decode(data: bytes) -> int:
    """Bytes that decoding takes at most, what comes out included."""
    tracemalloc.start()
    try:
        _is_a_reply_or_refused(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("head", [0xC6, 0xC9, 0xDB, 0xDD, 0xDF], ids=hex)
@pytest.mark.parametrize("depth", [1, 50])
@pytest.mark.parametrize("claimed", [2**32 - 1, 2**31, 2**24, 100_000])
def test_what_a_length_claims_is_not_made_room_for(head: int, depth: int, claimed: int) -> None:
    raw = (bytes([head]) + claimed.to_bytes(4)) * depth
    assert _memory_to_decode(_around(raw)) < MIB
    assert _memory_to_decode(_forged(Ext(TUPLE, raw))) < MIB


FILLINGS = [b"\x90", b"\x80", b"\xa0", b"\x00", b"\xc4\x00", b"\x91\x90", b"\xc7\x01\x00\x90"]


@pytest.mark.parametrize("filling", FILLINGS, ids=_name)
def test_what_comes_out_is_no_more_than_a_hundred_times_what_came(filling: bytes) -> None:
    count = 20_000
    data = _around(b"\xdd" + count.to_bytes(4) + filling * count)
    assert _memory_to_decode(data) < MIB + 100 * len(data)


def _colliding_keys(count: int) -> list[list[int]]:
    """Pairs whose tuples all have the same hash: CPython's for tuples, undone step by step."""
    wrap, first, second, last = (
        2**64,
        11400714785074694791,
        14029467366897019727,
        2870177450012600261,
    )
    found: list[list[int]] = []
    number = 0
    while len(found) < count:
        number += 1
        mixed = (last + number * second) % wrap
        mixed = (mixed << 31 | mixed >> 33) % wrap * first % wrap
        lane = -mixed * pow(second, -1, wrap) % wrap
        other = lane - wrap if lane >= wrap // 2 else lane
        if abs(other) < 2**61 - 1 and other != -1:
            found.append([number, other])
    return found


def test_keys_can_be_made_to_collide() -> None:
    keys = _colliding_keys(50)
    assert len({hash(tuple(key)) for key in keys}) == 1
