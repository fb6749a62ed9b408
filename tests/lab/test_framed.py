"""Messages over a real socket: whole or not at all, in time or not at all, one at a time."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.lab import framed
from graders.lab.codec import MAX_BYTES, Codec, MalformedError
from graders.lab.framed import ClosedError, LateError
from graders.lab.limits import Limits
from graders.lab.messages import Call, Died, Reply, Returned
from graders.lab.sealed import lab
from graders.lab.sealed.messages import Allowance

Pair = tuple[socket.socket, socket.socket]
_LONG = 60.0


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Both ends of a channel."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def _head(size: int) -> bytes:
    return struct.pack("!I", size)


def _soon() -> float:
    return time.monotonic() + 0.01


def _in_time() -> float:
    return time.monotonic() + _LONG


# --- messages that come ----------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(st.binary(max_size=2_000), max_size=5))
def test_messages_come_as_they_were_sent_one_after_the_other(sent: list[bytes]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for data in sent:
            framed.send(ours, data)
            assert framed.receive(theirs, _in_time()) == data
            framed.send(theirs, data[::-1])
            assert framed.receive(ours) == data[::-1]


@settings(deadline=None)
@given(data=st.binary(max_size=100), most=st.integers(1, 20))
def test_a_message_that_comes_in_pieces_is_put_together(data: bytes, most: int) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, mock.patch.object(framed, "_CHUNK", most):
        framed.send(ours, data)
        assert framed.receive(theirs, _in_time()) == data


def test_a_message_is_waited_for_piece_by_piece(pair: Pair) -> None:
    ours, theirs = pair
    whole = _head(5) + b"hello"
    taken = threading.Semaphore(0)
    read = framed._some

    def read_and_ask_for_more(channel: socket.socket, until: float | None) -> bytearray:
        taken.release()
        return read(channel, until)

    def drip() -> None:
        for byte in whole:
            taken.acquire(timeout=_LONG)
            theirs.send(bytes([byte]))

    dripping = threading.Thread(target=drip)
    with mock.patch.object(framed, "_some", read_and_ask_for_more):
        dripping.start()
        assert framed.receive(ours, _in_time()) == b"hello"
    dripping.join()


@pytest.mark.parametrize("until", [None, _LONG], ids=["for ever", "until"])
def test_a_message_larger_than_what_a_socket_holds_comes_whole(
    pair: Pair, until: float | None
) -> None:
    ours, theirs = pair
    data = bytes(range(256)) * 2**14
    sending = threading.Thread(target=framed.send, args=(theirs, data, until and _in_time()))
    sending.start()
    came = framed.receive(ours, until and _in_time())
    sending.join()
    assert came == data


def test_an_empty_message_is_a_message(pair: Pair) -> None:
    ours, theirs = pair
    framed.send(ours, b"")
    assert framed.receive(theirs) == b""


def test_what_was_said_before_hanging_up_is_heard(pair: Pair) -> None:
    ours, theirs = pair
    framed.send(theirs, b"last words")
    theirs.close()
    assert framed.receive(ours, _in_time()) == b"last words"
    with pytest.raises(ClosedError):
        framed.receive(ours, _in_time())


# --- messages that do not ---------------------------------------------------------------------------

WHOLE = _head(5) + b"hello"


@pytest.mark.parametrize("came", range(len(WHOLE)))
def test_a_message_that_is_not_complete_in_time_is_late(pair: Pair, came: int) -> None:
    ours, theirs = pair
    theirs.send(WHOLE[:came])
    with pytest.raises(LateError):
        framed.receive(ours, _soon())


def test_a_time_that_is_over_is_not_waited_for(pair: Pair) -> None:
    ours, _ = pair
    with pytest.raises(LateError):
        framed.receive(ours, time.monotonic() - _LONG)


@pytest.mark.parametrize("until", [None, _LONG], ids=["for ever", "until"])
@pytest.mark.parametrize("came", range(len(WHOLE)))
def test_a_message_that_breaks_off_is_closed(pair: Pair, came: int, until: float | None) -> None:
    ours, theirs = pair
    theirs.send(WHOLE[:came])
    theirs.close()
    with pytest.raises(ClosedError):
        framed.receive(ours, until and _in_time())


def test_one_who_leaves_without_reading_is_gone(pair: Pair) -> None:
    """The kernel says so in another way: the connection is reset."""
    ours, theirs = pair
    framed.send(ours, b"never read")
    theirs.close()
    with pytest.raises(ClosedError):
        framed.receive(ours, _in_time())


@pytest.mark.parametrize("until", [None, _LONG], ids=["for ever", "until"])
def test_nothing_can_be_sent_to_one_who_is_gone(pair: Pair, until: float | None) -> None:
    ours, theirs = pair
    theirs.close()
    with pytest.raises(ClosedError):
        framed.send(ours, b"anybody?", until and _in_time())


@pytest.mark.parametrize("until", [None, _LONG], ids=["for ever", "until"])
def test_one_who_leaves_in_the_middle_of_a_message_is_gone(pair: Pair, until: float | None) -> None:
    ours, theirs = pair

    def read_some_and_leave() -> None:
        theirs.recv(1)
        theirs.close()

    leaving = threading.Thread(target=read_some_and_leave)
    leaving.start()
    with pytest.raises(ClosedError):
        framed.send(ours, bytes(2**23), until and _in_time())
    leaving.join()


def test_a_channel_of_ones_own_that_is_closed_is_closed(pair: Pair) -> None:
    ours, _ = pair
    ours.close()
    with pytest.raises(ClosedError):
        framed.receive(ours)
    with pytest.raises(ClosedError):
        framed.send(ours, b"")


# --- messages that are none ------------------------------------------------------------------------


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 2**31, 2**32 - 1])
def test_a_message_that_says_it_is_too_large_is_refused_before_it_comes(
    pair: Pair, size: int
) -> None:
    ours, theirs = pair
    theirs.send(_head(size))
    with pytest.raises(MalformedError, match=f"a message of {size} bytes"):
        framed.receive(ours, _in_time())


@pytest.mark.parametrize(("size", "fits"), [(9, True), (10, True), (11, False)])
def test_the_largest_message_is_let_through(pair: Pair, size: int, fits: bool) -> None:
    ours, theirs = pair
    framed.send(theirs, bytes(size))
    with mock.patch.object(framed, "MAX_BYTES", 10):
        if fits:
            assert framed.receive(ours) == bytes(size)
        else:
            with pytest.raises(MalformedError):
                framed.receive(ours)


@pytest.mark.parametrize("behind", [b"\x00", _head(0), WHOLE, WHOLE * 3])
def test_more_than_one_message_at_once_is_refused(pair: Pair, behind: bytes) -> None:
    ours, theirs = pair
    theirs.send(WHOLE + behind)
    with pytest.raises(MalformedError, match="more than one message"):
        framed.receive(ours, _in_time())


@settings(deadline=None)
@given(st.binary(max_size=40))
def test_whatever_comes_is_a_message_or_one_of_three_errors(data: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.close()
        try:
            came = framed.receive(ours, _in_time())
        except (ClosedError, LateError, MalformedError):
            return
        assert _head(len(came)) + came == data


# --- one who does not listen -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [2**20, 2**24])
def test_a_message_that_nobody_reads_is_late(pair: Pair, size: int) -> None:
    """What a socket holds is sent, and then there is no room."""
    ours, _ = pair
    with pytest.raises(LateError):
        framed.send(ours, bytes(size), _soon())


def test_a_message_that_is_read_too_slowly_is_late(pair: Pair) -> None:
    ours, theirs = pair
    over = threading.Event()

    def read_a_little() -> None:
        while not over.is_set() and theirs.recv(1):
            pass

    reading = threading.Thread(target=read_a_little)
    reading.start()
    with pytest.raises(LateError):
        framed.send(ours, bytes(2**24), time.monotonic() + 0.1)
    over.set()
    ours.close()
    reading.join()


def test_a_time_to_send_in_that_is_over_is_late(pair: Pair) -> None:
    ours, _ = pair
    with pytest.raises(LateError):
        framed.send(ours, b"too late", time.monotonic() - _LONG)


def test_a_child_that_reads_nothing_costs_no_more_than_its_time(pair: Pair) -> None:
    """It says that it is sealed, and then it only sleeps."""
    ours, theirs = pair
    framed.send(theirs, Codec(Reply).encode(Returned("")))
    sandbox: Any = SimpleNamespace(
        hello=SimpleNamespace(instruments={}),
        fork=lambda *_: (1, ours),
        end=lambda number: SimpleNamespace(number=number, status=0),
    )
    child = lab.SealedLab(sandbox, Limits(call_seconds=0.01), Allowance(wall=1))
    child._fork()
    rescue = threading.Timer(_LONG, theirs.shutdown, [socket.SHUT_RDWR])
    rescue.start()
    reply = child.ask(Call("f", (["long"] * 10**6,)))
    rescue.cancel()
    assert reply == Died("wall_time")
