"""A lab in a sealed child, as the judge reaches it.

A child that dies, hangs or sends nonsense is replaced at the next case, from the bytes that were
read once at the beginning. All waiting is against the clock: of a call, and of the submission.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

from graders.lab import framed
from graders.lab.codec import Codec, MalformedError
from graders.lab.devices import Placement
from graders.lab.limits import PATIENCE, Limits
from graders.lab.messages import (
    Build,
    Call,
    Clear,
    Died,
    Hung,
    Load,
    LoadInstruments,
    Measure,
    Question,
    Reply,
    Returned,
    RunCell,
)
from graders.lab.sealed.client import ForkServerClient
from graders.lab.sealed.messages import CARD_STATUS, Allowance, Ended
from graders.lab.sealed.replies import Replies
from graders.lab.sealed.sandbox import SealError

_codec = Codec(Reply)
# A child cuts off its own calls; the judge waits a little longer before it ends the child.
_GRACE_SECONDS = 2.0
_SEALING_SECONDS = 30.0
_XCPU = 24


class SealedLab:
    """One framework, at most one submission, in a process of its own."""

    def __init__(
        self,
        sandbox: ForkServerClient,
        limits: Limits,
        allowance: Allowance,
        placed: Callable[[], Placement] = Placement,
        sharers: int = 1,
    ) -> None:
        """`placed` says where networks live, once the sandbox is warm; `sharers` use the same card."""
        self._sandbox = sandbox
        self._placed = placed
        self._sharers = sharers
        self._limits = limits
        self._allowance = allowance
        self._replies = Replies(sandbox.hello.instruments)
        self._left = float(allowance.wall)
        self._equipment: dict[str, LoadInstruments] = {}
        self._loads: list[Load | RunCell] = []
        self._number = 0
        self._channel: socket.socket | None = None
        self._fresh = False
        self._cleared: Clear | None = None
        self._why = ""
        self.deaths = 0

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Have a child for as long; nothing of it is left afterwards."""
        try:
            yield
        finally:
            self._end("")

    def ask(self, request: Question) -> Reply:
        """Send a request, wait for its reply; LookupError for an instrument that nobody offers."""
        self._replies.expect(request)
        if isinstance(request, LoadInstruments):
            return self._equipped(request)
        if isinstance(request, Load | RunCell):
            return self._loaded(request)
        if self._channel is None:
            if not isinstance(request, Clear):
                return Died(self._why)  # what the case was about is gone
            again = self._replaced()
            if not isinstance(again, Returned):
                return again
        if isinstance(request, Clear) and request.then is None:
            self._cleared = request  # it travels with the first question of the case
            return Returned(None)
        return self._asked(request)

    def _equipped(self, request: LoadInstruments) -> Reply:
        """Instruments for this child, or the next one, and for all that come after it."""
        if self._equipment.get(request.path) == request:
            return Returned(None)
        self._replies.learn(request.returns)
        reply = self._replaced() if self._channel is None else Returned(None)
        if isinstance(reply, Returned):
            reply = self._asked(request)
        if isinstance(reply, Returned):
            self._equipment[request.path] = request
        return reply

    def _loaded(self, request: Load | RunCell) -> Reply:
        """A file, or one more cell. What ended the process, or hung, is not run in the next one."""
        if isinstance(request, Load) or request.first:
            self._loads = []
            if not self._fresh:
                self._end("")
        again = self._replaced() if self._channel is None else Returned(None)
        if not isinstance(again, Returned):
            return again
        reply = self._asked(request)
        if isinstance(request, Load) or not isinstance(reply, Died | Hung):
            self._loads.append(request)
        return reply

    def _replaced(self) -> Reply:
        """A new child, with all of the submission loaded that there is."""
        if self._left <= 0:
            self._why = "wall_time"
            return Died(self._why)
        try:
            self._fork()
        except framed.ClosedError:  # the fork server died: there will be another one
            self._end("")
            try:
                self._sandbox.restart()
                self._fork()
            except framed.ClosedError:
                raise SealError("the sealed processes die before they are sealed") from None
        for equipment in self._equipment.values():
            reply = self._asked(equipment)
            if not isinstance(reply, Returned):
                raise SealError(f"instruments cannot be loaded: {equipment.path}: {reply}")
        for request in self._loads:
            reply = self._asked(request)
            if self._channel is None or isinstance(request, Load):
                return reply
        return Returned(None)  # cells may fail, and the next ones go on

    def _fork(self) -> None:
        """A child that says that it is sealed."""
        self._number, self._channel = self._sandbox.fork(
            self._allowance, self._limits, self._placed(), self._sharers
        )
        self._fresh = True
        try:
            until = time.monotonic() + _SEALING_SECONDS
            said = _codec.decode(framed.receive(self._channel, until))
        except framed.LateError:
            # A copy of a process with threads can get stuck at birth, and its parent with it.
            self._channel.close()
            self._channel = None
            raise framed.ClosedError from None
        if said != Returned(""):
            self._end("signal")
            raise SealError(f"a process could not be sealed: {said.value}")

    def _asked(self, request: Question) -> Reply:
        assert self._channel is not None
        self._fresh = self._fresh and isinstance(request, LoadInstruments)
        if self._cleared is not None and isinstance(request, Build | Call | Measure):
            data = _codec.encode(Clear(self._cleared.seed, then=request))
        else:
            data = _codec.encode(request)
        self._cleared = None
        started = time.monotonic()
        wait = PATIENCE * self._seconds(request) + _GRACE_SECONDS
        try:
            until = started + min(wait, max(self._left, 0.0))
            framed.send(self._channel, data, until)
            reply = self._replies.read(request, framed.receive(self._channel, until))
        except framed.LateError:
            return self._late(request, started)
        except framed.ClosedError:
            return self._died(self._end("exit"))
        except MalformedError:
            self._end("malformed")
            return Died("malformed")
        finally:
            self._left -= time.monotonic() - started
        return reply

    def _seconds(self, request: Question) -> float:
        """How long it may take."""
        limits = self._limits
        return limits.cell_seconds if isinstance(request, RunCell) else limits.call_seconds

    def _late(self, request: Question, started: float) -> Reply:
        if time.monotonic() - started >= self._left:
            self._end("wall_time")
            return Died("wall_time")
        self._end("signal")
        return Hung(self._seconds(request))

    def _died(self, ended: Ended | None) -> Reply:
        if ended is not None and ended.status < 0:
            self._why = "processor_time" if ended.status == -_XCPU else "signal"
        elif ended is not None and ended.status == CARD_STATUS and self._placed().accelerators:
            self._why = "card"
        return Died(self._why)

    def _end(self, why: str) -> Ended | None:
        """End the child, if there is one, and wait until it is gone."""
        self._why = why
        if self._channel is None:
            return None
        self.deaths += bool(why)
        self._channel.close()
        self._channel = None
        ended = self._sandbox.end(self._number)
        if ended is None:
            raise SealError("a sealed process does not end")
        return ended
