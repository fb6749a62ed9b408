"""Where labs come from: in this process, or sealed. A judge cannot tell which it has."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Protocol

from graders.lab.lab import AsideLab, InProcessLab, Lab
from graders.lab.limits import Limits


class Labs(Protocol):
    """Labs of one framework. `seal` is the kind of walls around submissions, empty without any."""

    seal: str

    def submission(self) -> contextlib.AbstractContextManager[Lab]:
        """A lab for one submission, gone with all that is in it when the context ends."""

    def reference(self) -> Lab:
        """A lab that never runs a submission."""

    def control(self) -> Lab:
        """Another one, which the reference does not notice."""

    def close(self) -> None:
        """Give back what the labs need between submissions."""


class InProcessLabs:
    """Labs in this process: `breakpoint()` works in a submission, and it can do what you can do."""

    seal = ""

    def __init__(self, framework: str, limits: Limits) -> None:
        self._framework = framework
        self._limits = limits

    @contextlib.contextmanager
    def submission(self) -> Iterator[Lab]:
        """A lab that owns the signals for as long."""
        lab = InProcessLab(self._framework, self._limits)
        with lab.open():
            yield lab

    def reference(self) -> Lab:
        """A new one: it costs nothing."""
        return AsideLab(self._framework)

    control = reference

    def close(self) -> None:
        """Nothing is kept."""
