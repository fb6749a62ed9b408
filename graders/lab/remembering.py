"""A lab that remembers what it was asked: cases come again, for each submission the same ones.

Only for a reference. It answers from memory as long as a case goes the way that one went before, and
catches up with what it left out as soon as something new is asked.
"""

from __future__ import annotations

import hashlib

from graders.lab.codec import Codec
from graders.lab.lab import Lab
from graders.lab.messages import Clear, Died, Hung, LoadInstruments, Question, Reply, Returned

_codec = Codec(Reply)
_MOST = 200_000


class RememberingLab:
    """Answers by the course of a case: all requests since it began."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._known: dict[bytes, bytes] = {}
        self._course: list[Question] = []
        self._sent = 0
        self._key = b""
        self.open = lab.open

    def ask(self, request: Question) -> Reply:
        """The reply, from memory if this case is known so far."""
        if isinstance(request, LoadInstruments):  # it is about no case
            return self._lab.ask(request)
        if isinstance(request, Clear):
            self._course, self._sent, self._key = [request], 0, _codec.encode(request)
            return Returned(None)
        self._key = hashlib.blake2b(self._key + _codec.encode(request), digest_size=16).digest()
        self._course.append(request)
        known = self._known.get(self._key)
        if known is not None:
            reply: Reply = _codec.decode(known)
            return reply
        reply = self._caught_up()
        if not isinstance(reply, Died | Hung):  # mishaps of one day
            self._remember(reply)
        return reply

    def _caught_up(self) -> Reply:
        """Ask the lab all that it has not been asked yet; the last reply."""
        reply: Reply = Returned(None)
        for request in self._course[self._sent :]:
            reply = self._lab.ask(request)
        self._sent = len(self._course)
        return reply

    def _remember(self, reply: Reply) -> None:
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[self._key] = _codec.encode(reply)
