"""What the judge and the fork server say to each other about children."""

from __future__ import annotations

from msgspec import Struct

from graders.lab.devices import Placement
from graders.lab.limits import Limits


class Allowance(Struct, frozen=True):
    """What one submission may use. Sizes in MiB, times in seconds.

    `memory`: private memory beyond what the framework itself takes. `cpu`: processor time of all
    threads. `wall`: time by the clock for the whole submission, replacements of its process
    included. `threads`: at once. `files`: open descriptors. `disk`: temporary files, all together.
    """

    memory: int = 2048
    cpu: int = 300
    wall: int = 600
    threads: int = 64
    files: int = 64
    disk: int = 16


class Start(Struct, frozen=True, tag=True):
    """Get warm. `readable` are the files and folders that submissions may read, if they are `sealed`.

    `nodes` are the device files of cards that they may use. `cells`: notebooks will be run.
    """

    framework: str
    readable: tuple[str, ...]
    sealed: bool = True
    nodes: tuple[str, ...] = ()
    cells: bool = True


class Hello(Struct, frozen=True, tag=True):
    """The fork server is warm. `instruments`: what each of the framework's returns, as annotated.

    `devices` are those that its children can use.
    """

    framework: str
    version: str
    instruments: dict[str, str]
    devices: tuple[str, ...]


class Cold(Struct, frozen=True, tag=True):
    """The fork server could not get warm, and says why."""

    why: str


class Fork(Struct, frozen=True, tag=True):
    """Make a child that serves the first socket which comes along with this message.

    How it ends is told on the second one; who closes that has lost interest, and the child ends.
    It runs on the processors with these numbers. Its networks are at `placement`; `sharers` processes
    share the accelerators.
    """

    number: int
    allowance: Allowance
    limits: Limits
    processors: tuple[int, ...]
    placement: Placement = Placement()
    sharers: int = 1


class Kill(Struct, frozen=True, tag=True):
    """End a child at once."""

    number: int


CARD_STATUS = 71
"""The exit status of a child whose card computes nothing any more."""


class Ended(Struct, frozen=True, tag=True):
    """A child is gone: its exit status, or minus the number of the signal that ended it."""

    status: int


ToForkServer = Start | Fork | Kill
FromForkServer = Hello | Cold | Ended
