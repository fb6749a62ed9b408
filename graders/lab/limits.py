"""The limit of one call in this process: its time, with the keyboard still obeyed.

A signal interrupts Python code in the main thread of a Unix process. Elsewhere a second thread asks
the interpreter to raise in the first. Either repeats until the call ends, since code that catches
everything would swallow a single one.
"""

from __future__ import annotations

import bdb
import contextlib
import ctypes
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

from msgspec import Struct

_REPEAT_SECONDS = 0.02
PATIENCE = 6
# A module that is cut off half-way stays broken for the rest of the process, and a framework imports
# parts of itself at their first use.
_IMPORT_SECONDS = 120.0


class Limits(Struct, frozen=True):
    """How many seconds of processor time one call into a submission may take, and one cell.

    By the clock on the wall it may take `PATIENCE` times as long: on a busy machine, a call that
    waits its turn is no endless loop.
    """

    call_seconds: float = 5.0
    cell_seconds: float = 30.0


class CallTimeoutError(BaseException):
    """Raised inside a call that took too long. Not an `Exception`: ordinary handlers let it pass."""


def _being_debugged() -> bool:
    """Whether somebody sits at a breakpoint in this thread: then time does not count."""
    tracer = sys.gettrace()
    return isinstance(getattr(tracer, "__self__", None), bdb.Bdb)


def _importing(frame: FrameType | None) -> bool:
    """Whether an import is going on at this frame."""
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def _raising_is_lost(frame: FrameType | None) -> bool:
    """Whether this is the callback with which Hypothesis times the garbage collector.

    What is raised in there is printed and dropped; the next alarm comes soon.
    """
    return (
        frame is not None
        and frame.f_code.co_name == "gc_callback"
        and frame.f_globals.get("__name__") == "hypothesis.internal.conjecture.junkdrawer"
    )


class Clock:
    """Cuts off calls, and tells a real Ctrl-C from a KeyboardInterrupt that a submission raises."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.interrupted = False
        self.rang = False
        self._started = self._started_processor = 0.0
        self._seconds = limits.call_seconds

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Take over the signals for as long as a submission is judged; give them back after."""
        if threading.current_thread() is not threading.main_thread() or not hasattr(
            signal, "setitimer"
        ):
            yield
            return
        alarm = signal.signal(signal.SIGALRM, self._on_alarm)
        interrupt = signal.signal(signal.SIGINT, self._on_interrupt)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, alarm)
            signal.signal(signal.SIGINT, interrupt)

    @contextlib.contextmanager
    def running(self, seconds: float | None = None) -> Iterator[None]:
        """Limit the body's time, to that of a call where nothing else is said.

        Raises `CallTimeoutError` in it when the time is over.
        """
        self._seconds = self.limits.call_seconds if seconds is None else seconds
        self.rang = False
        self._started, self._started_processor = time.monotonic(), time.process_time()
        if self._owns_signals():
            signal.setitimer(signal.ITIMER_REAL, self._seconds, _REPEAT_SECONDS)
            try:
                yield
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        else:
            with self._watched_by_thread():
                yield

    def _owns_signals(self) -> bool:
        return (
            threading.current_thread() is threading.main_thread()
            and hasattr(signal, "setitimer")
            and signal.getsignal(signal.SIGALRM) == self._on_alarm
        )

    def _on_alarm(self, _number: int, frame: FrameType | None) -> None:
        if self._is_over(frame) and not _raising_is_lost(frame) and not _being_debugged():
            self.rang = True
            raise CallTimeoutError

    def _is_over(self, frame: FrameType | None) -> bool:
        """Whether the call has had its time: of the processor, or, with patience, by the clock."""
        wall = time.monotonic() - self._started
        if _importing(frame):
            return wall > _IMPORT_SECONDS
        used = time.process_time() - self._started_processor
        return used >= self._seconds or wall >= PATIENCE * self._seconds

    def _on_interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.interrupted = True
        raise KeyboardInterrupt

    @contextlib.contextmanager
    def _watched_by_thread(self) -> Iterator[None]:
        over = threading.Event()
        fired = threading.Event()
        caller = ctypes.c_ulong(threading.get_ident())

        def interrupt() -> None:
            wait = self._seconds
            while not over.wait(wait):
                wait = _REPEAT_SECONDS
                if not self._is_over(sys._current_frames().get(caller.value)):  # noqa: SLF001
                    continue
                fired.set()
                self.rang = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    caller, ctypes.py_object(CallTimeoutError)
                )

        watcher = threading.Thread(target=interrupt, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            _outlive(watcher, over)
            if fired.is_set():
                _swallow_pending()


def _outlive(watcher: threading.Thread, over: threading.Event) -> None:
    """End the watcher, whatever it still throws."""
    while watcher.is_alive():
        with contextlib.suppress(CallTimeoutError):
            over.set()
            watcher.join()


def _swallow_pending() -> None:
    """Let an exception that is on its way arrive here.

    It could be called off with a null pointer; but CPython 3.11 then never stops looking for it,
    and hangs as soon as a profiler is on.
    """
    with contextlib.suppress(CallTimeoutError):
        for _ in range(1000):
            pass
