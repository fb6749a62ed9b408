"""Messages on a stream socket: four bytes of length, then the message. Both sides keep to limits."""

from __future__ import annotations

import os
import select
import socket
import struct
import time

from graders.lab.codec import MAX_BYTES, MalformedError

_HEAD = struct.Struct("!I")
_CHUNK = 2**18


class ClosedError(Exception):
    """The other side is gone."""


class LateError(Exception):
    """Nothing, or not all of it, came in time."""


def send(channel: socket.socket, data: bytes, until: float | None = None) -> None:
    """Send one message; `ClosedError` if nobody is there, `LateError` if nobody reads it in time."""
    left = memoryview(_HEAD.pack(len(data)) + data)
    try:
        while left:
            left = left[_written(channel, left, until) :]
    except OSError as error:
        raise ClosedError from error


def _written(channel: socket.socket, data: memoryview, until: float | None) -> int:
    """How much could be sent."""
    if until is None:
        # Written like a file: a sealed process has no other call left.
        return os.write(channel.fileno(), data)
    if time.monotonic() >= until:
        raise LateError
    try:
        return channel.send(data, socket.MSG_DONTWAIT)
    except BlockingIOError:
        _wait(channel, until, select.POLLOUT)
        return 0


def receive(channel: socket.socket, until: float | None = None) -> memoryview:
    """The next message, if it is complete before `until` on the monotonic clock.

    Both sides take turns: what comes behind a message, before it was answered, belongs to nobody.
    """
    data = _some(channel, until)
    while len(data) < _HEAD.size:
        data += _some(channel, until)
    (size,) = _HEAD.unpack_from(data)
    if size > MAX_BYTES:
        raise MalformedError(f"a message of {size} bytes")
    while len(data) < _HEAD.size + size:
        data += _some(channel, until)
    if len(data) > _HEAD.size + size:
        raise MalformedError("more than one message")
    return memoryview(data)[_HEAD.size :]


def _some(channel: socket.socket, until: float | None) -> bytearray:
    """What there is to read; waits for the first byte of it."""
    if until is not None:
        _wait(channel, until, select.POLLIN)
    try:
        part = bytearray(os.read(channel.fileno(), _CHUNK))
    except OSError as error:
        raise ClosedError from error
    if not part:
        raise ClosedError
    return part


def _wait(channel: socket.socket, until: float, what: int) -> None:
    """Wait until something can be read or written, or until it is too late."""
    left = until - time.monotonic()
    waiting = select.poll()
    waiting.register(channel, what)
    if left <= 0 or not waiting.poll(left * 1000):
        raise LateError
