"""A fork server that several processes use: nobody hears of another's children, or outlives them."""

import contextlib
import multiprocessing
import time
from collections.abc import Iterator
from typing import Any

import pytest
from processes import all_below

from graders.lab.framed import ClosedError
from graders.lab.limits import Limits
from graders.lab.messages import Call, Load, Returned
from graders.lab.sealed.client import ForkServerClient, Invitation
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance, Ended
from graders.lab.sealed.pair import Invitations
from graders.lab.sealed.sandbox import Sandbox, Walls


@pytest.fixture
def guest(sandbox: Sandbox) -> Iterator[ForkServerClient]:
    """Another end of the same line, as another process has it."""
    with contextlib.closing(sandbox.invitation().accepted()) as door:
        yield door


def _asked(door: ForkServerClient, probe: Load) -> Any:
    lab = SealedLab(door, Limits(call_seconds=30.0), Allowance())
    with lab.open():
        assert lab.ask(probe) == Returned(None)
        return lab.ask(Call("value_of", ("6 * 7", {})))


def test_both_have_children_and_each_ends_its_own(
    sandbox: Sandbox, guest: ForkServerClient, probe: Load
) -> None:
    ours = SealedLab(sandbox, Limits(call_seconds=30.0), Allowance())
    with ours.open():
        assert ours.ask(probe) == Returned(None)
        assert _asked(guest, probe) == Returned(42)
        assert ours.ask(Call("value_of", ("1 + 1", {}))) == Returned(2)
    assert _asked(guest, probe) == Returned(42)


def test_a_guest_cannot_start_another_parent(guest: ForkServerClient) -> None:
    with pytest.raises(ClosedError):
        guest.restart()


def test_what_is_unknown_has_ended(sandbox: Sandbox) -> None:
    assert sandbox.end(1) == Ended(-9)


def _have_one_that_never_ends(invitation: Invitation, probe: Load, told: Any) -> None:
    """In another process, which is killed in the middle of a call."""
    lab = SealedLab(invitation.accepted(), Limits(call_seconds=200.0), Allowance())
    with lab.open():
        lab.ask(probe)
        told.send("asks")
        lab.ask(Call("turn_deaf"))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_children_end_with_the_process_that_wanted_them(
    sandbox: Sandbox, probe: Load, method: str
) -> None:
    context = multiprocessing.get_context(method)
    here, there = context.Pipe()
    guest = context.Process(
        target=_have_one_that_never_ends, args=(sandbox.invitation(), probe, there)
    )
    before = all_below(sandbox._process.pid)
    guest.start()
    assert here.poll(100)
    new = all_below(sandbox._process.pid) - before
    assert new
    guest.kill()
    guest.join()
    until = time.monotonic() + 60
    while new & all_below(sandbox._process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not new & all_below(sandbox._process.pid)
    assert _asked(sandbox, probe) == Returned(42)


def test_labs_that_are_invited_judge_like_those_that_invite(walls: Walls, probe: Load) -> None:
    def made(invited: Invitations | None = None) -> contextlib.closing[SealedLabs]:
        labs = SealedLabs("torch", walls, Limits(30.0), Allowance(), invited=invited)
        return contextlib.closing(labs)

    with made() as labs, made(labs.fork_servers.invitations()) as there:
        assert there.placement == labs.placement
        with there.submission() as lab:
            assert lab.ask(probe) == Returned(None)
            assert lab.ask(Call("value_of", ("6 * 7", {}))) == Returned(42)
