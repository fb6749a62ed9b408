"""The way to a fork server: to have children made and ended, by whoever holds an end of its line.

Several processes can use one fork server. How a child ends is told to the one that had it made, on a line
of the child's own; so nobody hears of anybody else's.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import time

from msgspec import Struct

from graders.lab import framed
from graders.lab.codec import Codec
from graders.lab.devices import Placement
from graders.lab.limits import Limits
from graders.lab.sealed import wire
from graders.lab.sealed.messages import Allowance, Ended, Fork, FromForkServer, Hello, Kill

_REAPING_SECONDS = 60  # on a busy machine even dying takes a while
_BITS = 62
codec = Codec(FromForkServer)


class ForkServerClient:
    """One end of a fork server's line, and its first words."""

    def __init__(self, line: socket.socket, hello: Hello | None = None) -> None:
        self._line = line
        self._hello = hello
        self._ends: dict[int, socket.socket] = {}

    @property
    def hello(self) -> Hello:
        """What the fork server said when it was warm."""
        assert self._hello is not None
        return self._hello

    def fork(
        self,
        allowance: Allowance,
        limits: Limits,
        placement: Placement = Placement(),  # noqa: B008  frozen
        sharers: int = 1,
    ) -> tuple[int, socket.socket]:
        """A new child: its number, and the channel to its lab; `ClosedError` if the fork server died."""
        self.hello  # noqa: B018  wait until it is warm, or say why it is not
        number = secrets.randbits(_BITS)  # nobody else's, whoever they are
        channel, its_channel = socket.socketpair()
        end, its_end = wire.pair()
        # Where the judge may run: they take turns.
        processors = tuple(os.sched_getaffinity(0))
        order = codec.encode(Fork(number, allowance, limits, processors, placement, sharers))
        try:
            with its_channel, its_end:
                wire.send(self._line, order, its_channel.fileno(), its_end.fileno())
        except framed.ClosedError:
            channel.close()
            end.close()
            raise
        self._ends[number] = end
        return number, channel

    def end(self, number: int) -> Ended | None:
        """End a child, if it has not ended by itself, and wait until it is gone; None if it stays."""
        known = self._ends.pop(number, None)
        if known is None:  # it went with its fork server
            return Ended(-signal.SIGKILL)
        with known as end:
            with contextlib.suppress(framed.ClosedError):
                wire.send(self._line, codec.encode(Kill(number)))
            try:
                said = codec.decode(wire.receive(end, time.monotonic() + _REAPING_SECONDS)[0])
            except framed.LateError:
                return None
            except framed.ClosedError:  # children die with their fork server
                return Ended(-signal.SIGKILL)
        assert isinstance(said, Ended)
        return said

    def restart(self) -> None:
        """Only who has started a fork server can start another: `ClosedError`."""
        raise framed.ClosedError

    def close(self) -> None:
        """Let go of the line, and of every child."""
        self._line.close()
        for end in self._ends.values():
            end.close()
        self._ends.clear()


class Invitation(Struct, frozen=True):
    """What another process needs to use a fork server: it can be sent to one that is being started."""

    line: socket.socket
    hello: Hello
    walls: str

    def accepted(self) -> ForkServerClient:
        """A door of one's own."""
        return ForkServerClient(self.line.dup(), self.hello)
