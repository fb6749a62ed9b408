"""Where labs come from: in this process, or sealed. A judge cannot tell which it has."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import Protocol

from graders.lab import frameworks
from graders.lab.devices import Placement, placed
from graders.lab.lab import AsideLab, InProcessLab, Lab
from graders.lab.limits import Limits


class Labs(Protocol):
    """Labs of one framework. `seal` is the kind of walls around submissions, empty without any."""

    seal: str

    @property
    def placement(self) -> Placement:
        """Where their networks live; DeviceError if they cannot live where it was asked for."""

    def submission(self) -> contextlib.AbstractContextManager[Lab]:
        """A lab for one submission, gone with all that is in it when the context ends."""

    def beside(self) -> contextlib.AbstractContextManager[Lab] | None:
        """A lab for an answer of our own, open beside others; None where there is one at a time."""

    def reference(self) -> Lab:
        """A lab that never runs a submission."""

    def control(self) -> Lab:
        """Another one, which the reference does not notice."""

    def close(self) -> None:
        """Give back what the labs need between submissions."""


class InProcessLabs:
    """Labs in this process: `breakpoint()` works in a submission, and it can do what you can do.

    `device` is what a person asked for; `workers` processes share what there is of it.
    """

    seal = ""

    def __init__(
        self, framework: str, limits: Limits, device: str = "cpu", workers: int = 1
    ) -> None:
        self._framework = framework
        self._limits = limits
        self._device = device
        self._workers = workers

    @functools.cached_property
    def placement(self) -> Placement:
        """Where their networks live. To say so starts nothing."""
        framework = frameworks.load(self._framework)
        return placed(self._device, framework.devices(), framework.why_no_more())

    @functools.cached_property
    def _awake(self) -> Placement:
        """The same, once accelerators are started."""
        frameworks.load(self._framework).wake(self.placement.accelerators, self._workers)
        return self.placement

    @contextlib.contextmanager
    def submission(self) -> Iterator[Lab]:
        """A lab that owns the signals for as long."""
        lab = InProcessLab(self._framework, self._limits, self._awake)
        with lab.open():
            yield lab

    def beside(self) -> None:
        """Labs of one process own its signals in turn."""

    def reference(self) -> Lab:
        """A new one: it costs nothing."""
        return AsideLab(self._framework, self._awake)

    control = reference

    def close(self) -> None:
        """Nothing is kept."""
