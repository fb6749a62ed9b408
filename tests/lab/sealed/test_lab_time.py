"""A sealed lab whose submission takes too long: a call, the processor, the submission as a whole."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from graders.lab.limits import Limits
from graders.lab.messages import Call, Clear, Died, Hung, Load, Reply, Returned
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Sandbox

Opened = Callable[..., SealedLab]

ONE = Call("value_of", ("1", {}))
ENOUGH = Allowance()


@pytest.fixture
def opened(sandbox: Sandbox) -> Iterator[Opened]:
    """Opens a lab with limits of its own; nothing is loaded yet."""
    with contextlib.ExitStack() as stack:

        def make(allowance: Allowance = ENOUGH, call_seconds: float = 30.0) -> SealedLab:
            lab = SealedLab(sandbox, Limits(call_seconds), allowance)
            stack.enter_context(lab.open())
            return lab

        yield make


def _run(lab: SealedLab, statements: str) -> Reply:
    return lab.ask(Call("run", (statements,)))


def _serves(lab: SealedLab) -> bool:
    """Whether a case begins as if nothing had been."""
    return (lab.ask(Clear(1)), lab.ask(ONE)) == (Returned(None), Returned(1))


def test_an_endless_loop_is_cut_off_and_its_process_lives(opened: Opened, probe: Load) -> None:
    lab = opened(call_seconds=0.2)
    lab.ask(probe)
    reply = _run(lab, "while True: pass")
    assert isinstance(reply, Hung)
    assert reply.where.startswith("line ")
    assert (lab.ask(ONE), lab.deaths) == (Returned(1), 0)


@pytest.mark.parametrize("before", ["", "os.write(channel(), b'\\0\\0\\0\\x40'); "])
def test_one_that_hears_nothing_is_ended(
    opened: Opened, probe: Load, before: str, little_grace: AbstractContextManager[None]
) -> None:
    lab = opened(call_seconds=0.2)
    lab.ask(probe)
    with little_grace:
        assert _run(lab, f"{before}turn_deaf()") == Hung(0.2)
    assert (lab.ask(ONE), lab.deaths) == (Died("signal"), 1)
    assert _serves(lab)


def test_a_load_that_never_ends_is_cut_off(opened: Opened) -> None:
    reply = opened(call_seconds=0.2).ask(Load(b"while True: pass", "answer", "answer.py"))
    assert isinstance(reply, Hung)


def test_processor_time_ends(opened: Opened, probe: Load) -> None:
    lab = opened(Allowance(cpu=1))
    lab.ask(probe)
    assert isinstance(_run(lab, "while True: pass"), Died)
    assert _serves(lab)


def test_processor_time_is_named(opened: Opened, probe: Load) -> None:
    lab = opened(Allowance(cpu=1))
    lab.ask(probe)
    assert _run(lab, "while True: pass") == Died("processor_time")


def test_the_time_of_a_whole_submission_ends(opened: Opened, probe: Load) -> None:
    lab = opened(Allowance(wall=2))
    assert lab.ask(probe) == Returned(None)
    assert _run(lab, "time.sleep(100)") == Died("wall_time")
    for request in (ONE, Clear(), ONE, probe, Clear()):
        assert lab.ask(request) == Died("wall_time")
