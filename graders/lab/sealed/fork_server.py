"""The fork server: a program of its own that has the framework imported and forks sealed children.

It gets the descriptor of a socket to the judge. It never runs a submission, and it knows no bank, no
solutions and no results.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import random
import resource
import select
import signal
import socket
import sys
import types
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from graders.lab import framed
from graders.lab.codec import Codec
from graders.lab.frameworks import Framework, load
from graders.lab.sealed import wire
from graders.lab.sealed.child import greet, serve
from graders.lab.sealed.messages import Cold, Ended, Fork, Hello, Kill, Start, ToForkServer

if TYPE_CHECKING:
    from graders.lab.sealed.seal import Seal

_PR_SET_DUMPABLE = 4
_OBJECTS = 10_000
_codec = Codec(ToForkServer)


@dataclass(frozen=True)
class _Child:
    """Its number, and where to say how it ended."""

    number: int
    end: socket.socket


class ForkServer:
    """Forks a child for each submission, ends it when told, and says when it is gone."""

    def __init__(self, line: socket.socket, framework: Framework, seal: Seal | None) -> None:
        self._line = line
        self._framework = framework
        self._seal = seal
        self._children: dict[int, _Child] = {}
        self._waiting = select.poll()
        self._woken, self._wake = socket.socketpair()
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)

    def work(self) -> None:
        """Do what judges say until all have hung up; then nobody is left behind."""
        self._waiting.register(self._line, select.POLLIN)
        self._waiting.register(self._woken, select.POLLIN)
        try:
            while True:
                ready = {descriptor for descriptor, _ in self._waiting.poll()}
                if self._woken.fileno() in ready:
                    self._reap()
                if self._line.fileno() in ready:
                    self._obey()
                self._end_what_nobody_wants(ready)
        except framed.ClosedError:
            return
        finally:
            for pid in self._children:
                _end(pid)

    def _obey(self) -> None:
        data, sockets = wire.receive(self._line)
        match _codec.decode(data):
            case Fork() as order:
                channel, end = sockets
                self._fork(order, channel, end)
                os.close(channel)
            case Kill(number=number):
                for pid, child in self._children.items():
                    if child.number == number:
                        _end(pid)

    def _end_what_nobody_wants(self, ready: set[int]) -> None:
        for pid, child in self._children.items():
            if child.end.fileno() in ready:  # nobody says anything there: it was closed
                self._waiting.unregister(child.end)
                _end(pid)

    def _fork(self, order: Fork, channel: int, end: int) -> None:
        pid = os.fork()
        if pid:
            child = self._children[pid] = _Child(order.number, socket.socket(fileno=end))
            self._waiting.register(child.end, select.POLLIN)
            return
        status = 1
        try:
            self._become_child(order, channel)
            status = 0
        finally:
            os._exit(status)

    def _become_child(self, order: Fork, channel: int) -> None:
        """In the new process: let go of everything, close the seal, serve."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(nothing, standard)
        _close_all_but(0, 1, 2, channel, *([self._seal.descriptor] if self._seal else []))
        random.seed()
        os.sched_setaffinity(0, order.processors)
        with socket.socket(fileno=channel) as own:
            try:
                self._close_seal(order)
                # Only now: a copy of a process in which CUDA is awake cannot use it.
                self._framework.wake(order.placement.accelerators, order.sharers)
            except Exception as error:  # noqa: BLE001  whatever it is, nothing may run unsealed
                greet(own, f"{type(error).__name__}: {error}")
                return
            greet(own)
            serve(own, self._framework, order.limits, order.placement)

    def _close_seal(self, order: Fork) -> None:
        if self._seal is not None:
            self._seal.close(order.allowance)
            os.close(self._seal.descriptor)

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._woken.recv(64):
                pass
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            child = self._children.pop(pid, None)
            if child is not None:
                self._tell(child, Ended(os.waitstatus_to_exitcode(status)))

    def _tell(self, child: _Child, ended: Ended) -> None:
        with contextlib.suppress(KeyError):
            self._waiting.unregister(child.end)
        with child.end, contextlib.suppress(framed.ClosedError):
            wire.send(child.end, _codec.encode(ended))


_MOST_DESCRIPTORS = min(65536, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _close_all_but(*kept: int) -> None:
    """Close every other descriptor of this process."""
    first = 0
    for last in (*sorted(kept), _MOST_DESCRIPTORS):
        if first < last:  # an empty range would mean all of them
            os.closerange(first, last)
        first = last + 1


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _get_ready_for_notebooks() -> None:
    """Import what runs cells, if it is installed; its first use imports more."""
    with contextlib.suppress(ImportError):
        from graders.lab.cells import Notebook  # noqa: PLC0415

        Notebook(types.ModuleType("warm")).run("1", "warm", graded=False)


def _leave_garbage_alone() -> None:
    """Children need not look through what the framework has made, nor copy its memory by doing so.

    They live for seconds and make small networks: to look at each 700th object would be too often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS)


def _seal(start: Start) -> Seal | None:
    """What it takes is installed only where strangers are judged."""
    if not start.sealed:
        return None
    from graders.lab.sealed.seal import Seal  # noqa: PLC0415

    return Seal(start.readable, start.nodes)


def _returned_types(framework: Framework) -> dict[str, str]:
    """What each instrument gives back, as annotated: the judge holds a child's replies to it."""
    return {
        name: str(instrument.__annotations__.get("return", "None"))
        for name, instrument in framework.instruments.items()
    }


def main(line: socket.socket) -> None:
    """Get warm, say so, and serve the judge."""
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    start = _codec.decode(wire.receive(line)[0])
    try:
        framework = load(start.framework)
        framework.get_warm()
        if start.cells:
            _get_ready_for_notebooks()
        server = ForkServer(line, framework, _seal(start))
        _leave_garbage_alone()
        version = metadata.version(start.framework)
        # CUDA is never touched here: a copy of a process in which it is awake cannot use it.
        devices = framework.devices(accelerators=False)
        hello = Hello(start.framework, version, _returned_types(framework), devices)
    except (ImportError, OSError) as error:
        wire.send(line, _codec.encode(Cold(f"{type(error).__name__}: {error}")))
        return
    wire.send(line, _codec.encode(hello))
    server.work()


def start() -> None:
    """The program: `sys.argv[1]` is the descriptor of a socket to the judge."""
    with contextlib.suppress(framed.ClosedError):
        own_line = socket.socket(fileno=int(sys.argv[1]))
        # Submissions see a copy of this process: the command line names folders.
        sys.argv[:] = sys.orig_argv[:] = [""]
        main(own_line)
