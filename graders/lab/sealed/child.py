"""What a sealed child does: read a request, serve it, send the reply, until the judge hangs up."""

from __future__ import annotations

import os
import socket

from graders.lab import framed
from graders.lab.codec import Codec, MalformedError
from graders.lab.devices import Placement
from graders.lab.frameworks import Framework
from graders.lab.host import Host
from graders.lab.limits import Clock, Limits
from graders.lab.messages import Died, Question, Reply, Returned, Strange
from graders.lab.plain import type_name
from graders.lab.sealed.messages import CARD_STATUS

_codec = Codec(Question)


def greet(channel: socket.socket, trouble: str = "") -> None:
    """Tell the judge that the seal is closed, or why it is not."""
    framed.send(channel, _codec.encode(Returned(trouble)))


def serve(
    channel: socket.socket, framework: Framework, limits: Limits, placement: Placement
) -> None:
    """Serve one lab's requests. Where a card is lost, the process is of no use any more, and ends."""
    clock = Clock(limits)
    host = Host(framework, clock, placement)
    with clock.installed():
        while True:
            try:
                data = framed.receive(channel)
            except framed.ClosedError:
                return
            framed.send(channel, _encoded(_served(host, data)))


def _served(host: Host, data: memoryview) -> Reply:
    reply = host.serve(_codec.decode(data))
    if isinstance(reply, Died):
        os._exit(CARD_STATUS)
    return reply


def _encoded(reply: Reply) -> bytes:
    try:
        return _codec.encode(reply)
    except MalformedError:  # what no message can carry, in the value or in what was printed
        return _codec.encode(Returned(Strange(type_name(getattr(reply, "value", reply)))))
