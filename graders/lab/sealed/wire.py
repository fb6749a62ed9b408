"""The line between the judge and the fork server: one message a packet, descriptors beside it."""

from __future__ import annotations

import select
import socket
import time

from graders.lab.framed import ClosedError, LateError

_LARGEST = 2**17


def pair() -> tuple[socket.socket, socket.socket]:
    """Both ends of a new line."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(line: socket.socket, data: bytes, *descriptors: int) -> None:
    """Send a message; `ClosedError` if nobody is there."""
    try:
        socket.send_fds(line, [data], descriptors)
    except OSError as error:
        raise ClosedError from error


def receive(line: socket.socket, until: float | None = None) -> tuple[bytes, list[int]]:
    """The next message and its descriptors, if it comes before `until` on the monotonic clock."""
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    left = None if until is None else max(0.0, until - time.monotonic()) * 1000
    if not waiting.poll(left):
        raise LateError
    try:
        data, descriptors, _, _ = socket.recv_fds(line, _LARGEST, 2)
    except OSError as error:
        raise ClosedError from error
    if not data:
        raise ClosedError
    return data, descriptors
