"""The warm parent: a program of its own that has the framework imported and forks sealed children.

It gets the descriptor of a socket to the judge. It never runs a submission, and it knows no bank, no
solutions and no results.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import random
import resource
import select
import signal
import socket
import sys
import types
from importlib import metadata
from typing import TYPE_CHECKING

from graders.lab import framed
from graders.lab.codec import Codec
from graders.lab.frameworks import Framework, load
from graders.lab.sealed import control
from graders.lab.sealed.messages import Cold, Ended, Fork, Hello, Kill, Start, ToParent
from graders.lab.sealed.worker import greet, serve

if TYPE_CHECKING:
    from graders.lab.sealed.seal import Seal

_PR_SET_DUMPABLE = 4
_codec = Codec(ToParent)


class Parent:
    """Forks a child for each submission, ends it when told, and says when it is gone."""

    def __init__(self, line: socket.socket, framework: Framework, seal: Seal | None) -> None:
        self._line = line
        self._framework = framework
        self._seal = seal
        self._children: dict[int, int] = {}
        self._woken, self._wake = socket.socketpair()
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)

    def work(self) -> None:
        """Do what the judge says until it hangs up; then nobody is left behind."""
        waiting = select.poll()
        waiting.register(self._line, select.POLLIN)
        waiting.register(self._woken, select.POLLIN)
        try:
            while True:
                ready = {descriptor for descriptor, _ in waiting.poll()}
                if self._woken.fileno() in ready:
                    self._reap()
                if self._line.fileno() in ready:
                    self._obey()
        except framed.ClosedError:
            return
        finally:
            for pid in self._children:
                _end(pid)

    def _obey(self) -> None:
        data, channels = control.receive(self._line)
        match _codec.decode(data):
            case Fork() as order:
                self._fork(order, channels[0])
                os.close(channels[0])
            case Kill(number=number):
                for pid, known in self._children.items():
                    if known == number:
                        _end(pid)

    def _fork(self, order: Fork, channel: int) -> None:
        pid = os.fork()
        if pid:
            self._children[pid] = order.number
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
            number = self._children.pop(pid, None)
            if number is not None:
                ended = Ended(number, os.waitstatus_to_exitcode(status))
                control.send(self._line, _codec.encode(ended))


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
    start = _codec.decode(control.receive(line)[0])
    try:
        framework = load(start.framework)
        framework.get_warm()
        _get_ready_for_notebooks()
        parent = Parent(line, framework, _seal(start))
        version = metadata.version(start.framework)
        # CUDA is never touched here: a copy of a process in which it is awake cannot use it.
        devices = framework.devices(accelerators=False)
        hello = Hello(start.framework, version, _returned_types(framework), devices)
    except (ImportError, OSError) as error:
        control.send(line, _codec.encode(Cold(f"{type(error).__name__}: {error}")))
        return
    control.send(line, _codec.encode(hello))
    parent.work()


def start() -> None:
    """The program: `sys.argv[1]` is the descriptor of a socket to the judge."""
    with contextlib.suppress(framed.ClosedError):
        own_line = socket.socket(fileno=int(sys.argv[1]))
        # Submissions see a copy of this process: the command line names folders.
        sys.argv[:] = sys.orig_argv[:] = [""]
        main(own_line)
