"""What the judge and a lab say to each other: typed plain data, ready for any transport."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from graders.lab.observations import Raised


class Handle(Struct, frozen=True, tag=True):
    """A live object that stays in the lab; `kind` is the name of its class, for people."""

    number: int
    kind: str


class Strange(Struct, frozen=True, tag=True):
    """A value that is neither plain nor live: something else, of the type named."""

    kind: str


class LoadInstruments(Struct, frozen=True, tag=True):
    """Have an exercise's own instruments, before there is a submission.

    `returns` has the annotation of each by its full name, "exercise/instrument".
    """

    source: bytes
    path: str
    returns: dict[str, str]


class Load(Struct, frozen=True, tag=True):
    """Run a submission's source. `path` is what tracebacks name."""

    source: bytes
    module: str
    path: str


class RunCell(Struct, frozen=True, tag=True):
    """Run the next cell of a notebook; the first one begins a new module of that name.

    `name` is what tracebacks call it. A `graded` cell is the course's own: it runs as it stands,
    whatever the cells before it have changed in the shell.
    """

    source: str
    module: str
    name: str
    first: bool = False
    graded: bool = False


class Build(Struct, frozen=True, tag=True):
    """Build a description and keep the live object."""

    description: Any


class Call(Struct, frozen=True, tag=True):
    """Call a function or a class of the submission."""

    function: str
    arguments: tuple[Any, ...] = ()
    options: dict[str, Any] = {}


class Measure(Struct, frozen=True, tag=True):
    """Apply an instrument of the lab's framework."""

    instrument: str
    arguments: tuple[Any, ...] = ()


class Clear(Struct, frozen=True, tag=True):
    """Forget every live object and start the random numbers of a new case; go on with `then`."""

    seed: int = 0
    then: Build | Call | Measure | None = None


def unknown_instrument(name: str) -> LookupError:
    """What to raise at who asks for an instrument that nobody offers: a fault of the check's."""
    return LookupError(f"there is no instrument {name!r}: write it in instruments/")


Question = LoadInstruments | Load | RunCell | Clear | Build | Call | Measure


class Returned(Struct, frozen=True, tag=True):
    """The value that came back: plain, a `Handle`, a `Strange`, or an observation."""

    value: Any
    printed: str = ""


class Failed(Struct, frozen=True, tag=True):
    """An exception came instead of a value."""

    error: Raised
    printed: str = ""


class Missing(Struct, frozen=True, tag=True):
    """The submission has no such function; `found` are the public names that it has."""

    function: str
    found: tuple[str, ...]
    printed: str = ""


class Hung(Struct, frozen=True, tag=True):
    """The call was cut off after so many seconds."""

    seconds: float
    where: str = ""
    printed: str = ""


DEVICE, DEVICE_LOST = "device", "device_lost"


class Died(Struct, frozen=True, tag=True):
    """The lab is gone, and its live objects with it; `detail` is for the instructor.

    `why`: its process left ("exit"), a signal ended it ("signal"), its time was used up
    ("processor_time", "wall_time"), what it sent was no reply to the question ("malformed"), its
    instruments gave wrong readings ("bent"), what was asked of an accelerator ended it for this
    process ("device"), or it had ended before ("device_lost"), or it ended with the process of the
    submission alone ("card").
    """

    why: str
    detail: str = ""
    printed: str = ""


Reply = Returned | Failed | Missing | Hung | Died
