"""What is left when a lab, a parent or a judge ends: no process, however it ends."""

import contextlib
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.judging.exercises import Bank
from graders.lab.limits import Limits
from graders.lab.messages import Call, Clear, Died, Load, Returned
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Sandbox, Walls

# What the judge of a test does, until it is killed in the middle of a call.
JUDGE = """
import sys
from pathlib import Path
from graders.lab.limits import Limits
from graders.lab.messages import Call, Load
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Sandbox

lab = SealedLab(Sandbox("torch", sys.argv[1], ()), Limits(100.0), Allowance())
with lab.open():
    lab.ask(Load(Path(sys.argv[2]).read_bytes(), "probe", "probe.py"))
    print("asks", flush=True)
    lab.ask(Call("turn_deaf"))
"""


def _parents() -> dict[int, int]:
    """The number of each process, with its parent's."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            found[int(folder.name)] = int(fields[1])
    return found


def _below(process: int) -> set[int]:
    """All that a process has started, and what these have started."""
    parents = _parents()
    found: set[int] = set()
    new = {process}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


@contextlib.contextmanager
def _watched(processes: set[int]) -> Iterator[list[int]]:
    """A descriptor for each process, which tells when it has ended."""
    with contextlib.ExitStack() as stack:
        watched = [os.pidfd_open(process) for process in processes]
        for descriptor in watched:
            stack.callback(os.close, descriptor)
        yield watched


def _has_ended(descriptor: int) -> bool:
    """Whether the process ends, if it is given a while."""
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    return bool(waiting.poll(20_000))


@pytest.mark.parametrize(
    "statements",
    [
        "pass",
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))",
        "threading.Thread(target=turn_deaf, daemon=False).start()",
        "os._exit(0)",
        "os.abort()",
        "os.close(channel())",
        "os.write(channel(), b'nonsense')",
    ],
)
def test_no_process_is_left_of_a_lab(sandbox: Sandbox, probe: Load, statements: str) -> None:
    before = _below(os.getpid())
    lab = SealedLab(sandbox, Limits(30.0), Allowance())
    with lab.open():
        lab.ask(probe)
        assert len(_below(os.getpid()) - before) == 1
        lab.ask(Call("run", (statements,)))
        lab.ask(Clear())
        assert len(_below(os.getpid()) - before) == 1
    assert _below(os.getpid()) == before


def test_no_process_is_left_of_a_lab_in_which_a_check_fails(sandbox: Sandbox, probe: Load) -> None:
    before = _below(os.getpid())
    lab = SealedLab(sandbox, Limits(30.0), Allowance())

    def fail() -> None:
        with lab.open():
            lab.ask(probe)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert _below(os.getpid()) == before


def test_a_parent_that_is_gone_is_replaced_and_nothing_is_left_when_it_is_closed(
    walls: Walls, probe: Load
) -> None:
    before = _below(os.getpid())
    sandbox = Sandbox("torch", walls, ())
    lab = SealedLab(sandbox, Limits(30.0), Allowance())
    assert lab.ask(probe) == Returned(None)
    sandbox._process.kill()
    assert lab.ask(Call("turn_deaf")) == Died("signal")
    sandbox._process.wait()
    assert lab.ask(Clear()) == Returned(None)
    assert lab.ask(Call("run", ("pass",))) == Returned(None)
    with _watched(_below(os.getpid()) - before) as watched:
        assert len(watched) >= 2
        sandbox.close()
        assert all(map(_has_ended, watched))
    assert lab._channel is not None
    lab._channel.close()


def test_no_process_is_left_when_the_judge_is_killed(walls: Walls, probe: Load) -> None:
    command = [sys.executable, "-c", JUDGE, walls, probe.path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Bank().root) as judge:
        assert judge.stdout is not None
        assert judge.stdout.readline() == b"asks\n"
        with _watched(_below(judge.pid)) as watched:
            assert len(watched) >= 2
            judge.kill()
            assert all(map(_has_ended, watched))
