"""How looking at one case, and one check, can end.

An ending is made once, where it is noticed, and goes unchanged from there into the report: what a
lab could not answer is a `NoAnswer` with the lab's reply in it. A conversation ends a check's body by
raising a `CheckEndedError` with the ending in it.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from graders.judging.report import Trouble
from graders.judging.transcripts import Transcript, printable
from graders.lab.messages import (
    DEVICE,
    DEVICE_LOST,
    Died,
    Failed,
    Hung,
    Missing,
    Reply,
    Strange,
)
from graders.lab.observations import Raised


class Passed(Struct, frozen=True):
    """The property held."""


class Wrong(Struct, frozen=True):
    """An `assert` failed, or a network was needed and something else came."""


class NoAnswer(Struct, frozen=True):
    """The submission gave no answer: the function raised, hung, died, or is not there."""

    function: str
    reply: Failed | Missing | Hung | Died | Strange

    @property
    def hung(self) -> bool:
        """Whether the call was cut off: to repeat it would cost as much time again."""
        return isinstance(self.reply, Hung)

    @property
    def died(self) -> bool:
        """Whether the submission's process is gone, or what its networks lived on."""
        return isinstance(self.reply, Died)

    @property
    def on_lost_device(self) -> bool:
        """Whether a device was lost by this, or before this: there is no asking again."""
        return isinstance(self.reply, Died) and self.reply.why in (DEVICE, DEVICE_LOST)

    @property
    def device_lost(self) -> bool:
        """Whether a device had been lost before this was asked: it says nothing of the answer."""
        return isinstance(self.reply, Died) and self.reply.why == DEVICE_LOST


class Random(Struct, frozen=True):
    """The submission does not always answer the same."""


class NotStarted(Struct, frozen=True):
    """The function still raises NotImplementedError, as its stub does."""

    function: str


class Fault(Struct, frozen=True):
    """The check, or something under it, failed by itself; `details` is for its author."""

    details: str


Ending = Passed | Wrong | NoAnswer | Random | NotStarted | Fault


class Looked(Struct, frozen=True):
    """What was seen when a check looked at one case: how that ended, and what was said."""

    ending: Ending
    transcript: Transcript


class CheckEndedError(Exception):
    """Ends a check's body, because there is nothing more to ask. Carries how it ended."""

    def __init__(self, ending: Wrong | NoAnswer | NotStarted) -> None:
        super().__init__(str(ending))
        self.ending = ending


class ReferenceFaultError(Exception):
    """The reference could not do what a check asked of it: a fault of the grader's."""


def hung(ending: Ending) -> bool:
    """Whether a call was cut off: to repeat it would cost as much time again."""
    return isinstance(ending, NoAnswer) and ending.hung


def died(ending: Ending) -> bool:
    """Whether the submission's process is gone."""
    return isinstance(ending, NoAnswer) and ending.died


def unrepeatable(ending: Ending) -> bool:
    """Whether there is no asking again: a call was cut off, or the device is gone that it was on."""
    return isinstance(ending, NoAnswer) and (ending.hung or ending.on_lost_device)


# --- as data for a report: a kind, and the facts that its message needs ---------------------------
# The messages themselves are text, one file a language: `reports/messages.*.toml`.


def trouble_of_load(reply: Reply, path: Path) -> Trouble:
    """Why a file could not be run."""
    facts = {"path": str(path)}
    match reply:
        case Hung():
            return Trouble("load_hung", facts | _facts_of_hung(reply))
        case Died():
            return _trouble_of_died(reply, path.name)
        case Failed(error=error):
            kind = "syntax" if error.is_a("SyntaxError") else "load_raised"
            return Trouble(kind, facts | facts_of_raised(error))
    raise TypeError(f"a load cannot end in {reply!r}")


def trouble_of(ending: NoAnswer, signature: str) -> Trouble:
    """Why a call gave no answer; `signature` is how the prompt writes the function."""
    facts = {"function": ending.function, "signature": signature}
    match ending.reply:
        case Missing(found=found):
            return Trouble("missing", facts | {"found": printable(", ".join(found))})
        case Hung() as reply:
            return Trouble("hung", facts | _facts_of_hung(reply))
        case Died() as reply:
            return _trouble_of_died(reply, ending.function)
        case Strange(kind=kind):
            return Trouble("strange", facts | {"kind": kind})
        case Failed(error=raised):
            return Trouble(_kind_of(raised), facts | facts_of_raised(raised))


def facts_of_raised(raised: Raised) -> dict[str, str]:
    """What a message says of an exception."""
    said = {"error": raised.kind, "message": raised.message, "where": raised.where}
    return {name: printable(text) for name, text in said.items()}


def _kind_of(raised: Raised) -> str:
    if raised.origin == "call":
        return "signature"
    if raised.kind in ("SystemExit", "RecursionError"):
        return raised.kind.lower()
    return "raised"


def _trouble_of_died(died: Died, function: str) -> Trouble:
    return Trouble(f"died_{died.why}", {"function": function, "detail": died.detail})


def _facts_of_hung(hung: Hung) -> dict[str, str]:
    return {"seconds": f"{hung.seconds:g}", "where": printable(hung.where)}
