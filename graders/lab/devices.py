"""Where networks live: which devices a person asks for, and what there is of them."""

from __future__ import annotations

import re

from msgspec import Struct

from graders.lab.refusals import Refusal
from graders.networks import STAND_IN

WISHES = "auto, cpu, cuda, cuda:N, meta or all"
"""What can be asked for."""

WITHOUT_CARDS = ("auto", "cpu", STAND_IN)
"""Request for which nobody has to look for accelerators: these make do with what there is."""

ONLY_THE_PROCESSOR = "lazylab runs this framework on the processor only"

_HOME = "cpu"
_ACCELERATOR = "cuda"
_ONE_ACCELERATOR = re.compile(rf"{_ACCELERATOR}(:\d+)?")


class DeviceError(Refusal, ValueError):
    """A device that was asked for is not known, not there, or cannot be used; says what to do."""


class DeviceLostError(RuntimeError):
    """A device stopped working for good: whatever is asked of it next, it raises the same."""


class Placement(Struct, frozen=True):
    """Where networks live.

    `home` is where they are if nothing else is said, `others` are the devices from which a check
    draws that takes one. `missing` says why what was asked for is tried without a GPU.
    """

    home: str = _HOME
    others: tuple[str, ...] = (STAND_IN,)
    missing: str = ""

    @property
    def accelerators(self) -> tuple[str, ...]:
        """Those of its devices that work beside the processor, and have to be waited for."""
        return tuple(d for d in (self.home, *self.others) if d not in (_HOME, STAND_IN))

    @property
    def devices(self) -> tuple[str, ...]:
        """All of them, home first."""
        return (self.home, *self.others)


def known(wish: str) -> str:
    """What was asked for; DeviceError if it is nothing that can be asked for."""
    if wish not in ("auto", _HOME, STAND_IN, "all") and not _ONE_ACCELERATOR.fullmatch(wish):
        raise DeviceError("unknown device {wish!r}: lazylab takes {known}", wish=wish, known=WISHES)
    return wish


def placed(wish: str, there_are: tuple[str, ...], why_no_more: str) -> Placement:
    """Where networks live on a machine that has these devices; DeviceError if it has not that one.

    `why_no_more` says why there is no accelerator among them, or not more than these.
    """
    if known(wish) in (_HOME, STAND_IN):
        return Placement()
    if wish in ("auto", "all"):
        others = _others(there_are, _HOME)
        found = Placement(others=others)
        return found if found.accelerators or wish == "auto" else Placement(missing=why_no_more)
    wanted = wish if ":" in wish else f"{wish}:0"
    if wanted not in there_are:
        raise DeviceError(
            "there is no {wish} here: this machine has {there_are}{why}. "
            "Take one of these, or --device auto",
            wish=wish,
            there_are=", ".join(there_are),
            why=f" ({why_no_more})" if why_no_more else "",
        )
    return Placement(wanted, _others(there_are, wanted))


def _others(there_are: tuple[str, ...], home: str) -> tuple[str, ...]:
    """All but home, the one that every machine has first: it is the simplest."""
    rest = [device for device in there_are if device not in (home, STAND_IN)]
    return (STAND_IN, *rest)
