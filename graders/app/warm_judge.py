"""Judges in fresh processes that find the framework imported already.

On Linux, multiprocessing's fork server imports this module, gets the framework warm, and forks a
child for each judging. Elsewhere, where a process with a framework in it cannot be forked safely,
each child imports it anew. Either way a spare one waits for the next judging, and what an answer
did to its process is gone with it.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import dataclasses
import functools
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from graders.app.request import Request, keep_tidy, limits_in, parsed_limits
from graders.judging.checks import Check
from graders.judging.exercises import Bank, Exercise, sound
from graders.judging.judge import Judge
from graders.judging.report import CheckReport, Outcome, Trouble
from graders.lab import frameworks
from graders.lab.frameworks import HOME
from graders.lab.limits import PATIENCE

if TYPE_CHECKING:  # one of the two is not everywhere
    from multiprocessing.context import ForkServerContext, SpawnContext

T = TypeVar("T")

_TO_WARM = "LAZYLAB_WARM"
_MIB = 2**20
_STANDARD_ERROR = 2


class Order(Struct, frozen=True):
    """Checks of one exercise to run, in this order, on the answer in the bank's `exercises/`."""

    exercise: str
    checks: tuple[str, ...]


# --- here -----------------------------------------------------------------------------------


class WarmJudge:
    """Judges as the request says, one answer at a time. `at_breakpoints` is printed in their place.

    A child that says nothing for `silence` seconds is given up.
    """

    def __init__(
        self,
        bank: Bank,
        request: Request,
        *,
        at_breakpoints: str = "",
        silence: float | None = None,
        preload: Sequence[str] = (),
    ) -> None:
        self._bank = bank
        self._request = request
        # A copy: what a bank has imported cannot be sent.
        self._told = (dataclasses.replace(bank), request, at_breakpoints)
        with contextlib.closing(request.judge(bank)) as judge:  # each child has its own
            self._silence = silence or _longest_check(judge)
        self._context = _context([__name__, *preload])
        self._spare: asyncio.Future[_Child] | None = None

    def get_ready(self) -> None:
        """Start a spare child, or do nothing if there is one."""
        if self._spare is None:
            self._spare = _aside(self._new_child)

    def close(self) -> None:
        """End the spare child; one that is only being made ends by itself."""
        if self._spare is not None and self._spare.done() and not self._spare.exception():
            self._spare.result().end()

    async def judge(
        self, exercise: Exercise, checks: Sequence[Check]
    ) -> AsyncGenerator[CheckReport, None]:
        """The reports of these checks as they come, one each, whatever the answer does.

        Who leaves before the last one ends the judging.
        """
        self.get_ready()
        assert self._spare is not None
        child = await asyncio.shield(self._spare)
        self._spare = None
        self.get_ready()
        trouble: Trouble | None = None
        try:
            child.ask(Order(exercise.name, tuple(check.name for check in checks)))
            for check in checks:
                if trouble is None:
                    report = await self._next(child, exercise.stub(self._request.framework).name)
                    if isinstance(report, CheckReport):
                        yield report
                        continue
                    trouble = report
                outcome: Outcome = "grader_fault" if trouble.kind == "grader_fault" else "broke"
                yield CheckReport(check.name, check.points, 0, outcome, trouble=trouble)
        finally:
            child.end()

    async def _next(self, child: _Child, file: str) -> CheckReport | Trouble:
        """What the child reports next, or why it will report no more."""
        facts = {"function": file}
        try:
            async with asyncio.timeout(self._silence):
                said = await _aside(child.line.recv_bytes)
            report = msgspec.json.decode(said, type=CheckReport | str)
        except TimeoutError:
            return Trouble("hung", facts | {"seconds": f"{self._silence:g}", "where": ""})
        except (EOFError, OSError):
            return await _aside(functools.partial(child.why_it_ended, facts))
        except ValueError:
            return Trouble("died_malformed", facts)
        if isinstance(report, str):
            return Trouble("grader_fault", {"details": report})
        return report

    def _new_child(self) -> _Child:
        """Start one; that takes a while where the fork server is only being started, too."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, *self._told), daemon=True)
        # The fork server takes no arguments: what it is to import it finds in its environment.
        places = map(str, (self._bank.root, *self._bank.others))
        os.environ[_TO_WARM] = "\n".join([self._request.framework, *places])
        process.start()
        del os.environ[_TO_WARM]
        theirs.close()
        return _Child(process, ours)


class _Child:
    """A process that judges one answer."""

    def __init__(self, process: multiprocessing.process.BaseProcess, line: Connection) -> None:
        self._process = process
        self.line = line

    def ask(self, order: Order) -> None:
        """Have it judge; that it is gone is noticed when it does not answer."""
        with contextlib.suppress(OSError):
            self.line.send_bytes(msgspec.json.encode(order))

    def why_it_ended(self, facts: dict[str, str]) -> Trouble:
        """What its exit status means."""
        self._process.join(1)
        status = self._process.exitcode or 0
        if status >= 0:
            return Trouble("died_exit", facts)
        names = {int(known): known.name for known in signal.Signals}
        detail = names.get(-status, f"signal {-status}")
        return Trouble("died_signal", facts | {"detail": detail})

    def end(self) -> None:
        """End it, and what it has started."""
        if self._process.pid is not None and sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join(1)


def _context(preload: list[str]) -> SpawnContext | ForkServerContext:
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(preload)
    return context


def _longest_check(judge: Judge) -> float:
    """Seconds within which a check ends by its own clocks, with room for its last calls."""
    last_calls = 2 * PATIENCE * judge.limits.call_seconds
    return judge.effort.search_seconds + judge.effort.shrink_seconds + last_calls


def _aside(call: Callable[[], T]) -> asyncio.Future[T]:
    """What a call gives that blocks, in a thread that nobody waits for when the program ends."""
    future: concurrent.futures.Future[T] = concurrent.futures.Future()

    def run() -> None:
        future.set_running_or_notify_cancel()  # nobody calls it off any more
        try:
            future.set_result(call())
        except BaseException as error:  # noqa: BLE001  raised again where it is awaited
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return asyncio.wrap_future(future)


# --- in the fork server, and in a child -----------------------------------------------------


@functools.cache
def get_warm(framework: str, roots: tuple[Path, ...]) -> None:
    """Import all that is slow: once in the fork server, or else once in each child."""
    if framework == HOME:  # the others have processes of their own
        frameworks.load(framework).get_warm()
    sound(Bank(roots[0], roots[1:], framework=framework).exercises)


def serve(line: Connection, bank: Bank, request: Request, at_breakpoints: str) -> None:
    """Take one order, send one report a check; what is wrong with the grader as a string."""
    _stand_apart(at_breakpoints, line.fileno())
    own = os.getpid()
    try:
        get_warm(request.framework, (bank.root, *bank.others))
        keep_tidy(bank)
        judge = request.judge(bank)
        if request.framework == HOME and not (judge.labs and judge.labs.placement.accelerators):
            # A GPU's driver takes what it likes, and is counted with the rest.
            _limit_memory(parsed_limits(request.limits, limits_in(Path.cwd()))[1].memory)
        order = msgspec.json.decode(line.recv_bytes(), type=Order)
        for report in _reports(bank, judge, order):
            if os.getpid() != own:
                os._exit(0)  # an answer has forked, and this is the copy
            line.send_bytes(msgspec.json.encode(report))
    except EOFError:  # nobody wants anything any more
        return
    except Exception:  # noqa: BLE001  whatever it is, the instructor has to know
        line.send_bytes(msgspec.json.encode(traceback.format_exc()))
    # Nobody waits for threads of the answer, nor for what it wants to do at the end.
    os._exit(0)


def _reports(bank: Bank, judge: Judge, order: Order) -> Iterator[CheckReport]:
    exercise = bank.exercise(order.exercise)
    checks = {check.name: check for check in exercise.checks}
    with judge.opened(exercise, exercise.stub(judge.framework)) as judging:
        for name in order.checks:
            yield judging.run(checks[name])


def _stand_apart(at_breakpoints: str, line: int) -> None:
    """Leave the terminal to the person who watches: there is none to debug in, and none to draw on.

    Descriptors go, too, but for the line: what an answer writes to those of multiprocessing's own
    would end its helpers, and the watching with them.
    """
    if sys.platform != "win32":
        os.setsid()
        for name in os.listdir("/dev/fd"):  # noqa: PTH208  numbers, not paths
            if int(name) > _STANDARD_ERROR and int(name) != line:
                with contextlib.suppress(OSError):
                    os.close(int(name))
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  multiprocessing had one elsewhere
    sys.breakpointhook = lambda *_arguments, **_options: print(at_breakpoints)


def _limit_memory(mib: int) -> None:
    """Keep an answer from taking all the memory of the machine; only Linux counts what is private."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  not everywhere

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    most = pages * resource.getpagesize() + mib * _MIB
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


if _TO_WARM in os.environ:
    with contextlib.suppress(Exception):  # a child will say what is wrong
        _framework, *_roots = os.environ.pop(_TO_WARM).split("\n")
        get_warm(_framework, tuple(map(Path, _roots)))
