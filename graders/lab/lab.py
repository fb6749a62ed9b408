"""A lab as the judge reaches it, and the one in this process.

A lab takes requests and gives replies; where its live objects are is its own affair. In this
process, `breakpoint()` works in a submission, and its changes to the world are put back as far as
Python allows. A child process gives more.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Protocol

from graders.lab import frameworks
from graders.lab.devices import Placement
from graders.lab.host import Host
from graders.lab.limits import Clock, Limits
from graders.lab.messages import Question, Reply


class Lab(Protocol):
    """One framework, at most one submission."""

    def ask(self, request: Question) -> Reply:
        """Send a request, wait for its reply."""

    def open(self) -> contextlib.AbstractContextManager[None]:
        """Be ready for requests while the context lasts."""


class InProcessLab:
    """A lab whose live objects are in this process."""

    def __init__(
        self, framework: str, limits: Limits | None = None, placement: Placement | None = None
    ) -> None:
        self._clock = Clock(limits or Limits())
        self._framework = frameworks.load(framework)
        self._host = Host(self._framework, self._clock, placement)
        self.ask = self._host.serve
        self.adopt = self._host.adopt

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Own the alarm signal, so that endless loops can be cut off; then keep nothing."""
        with self._clock.installed():
            try:
                yield
            finally:
                self._host.leave()


class AsideLab(InProcessLab):
    """One beside another lab in this process, with random numbers of its own.

    What one of the two draws must not depend on what the other one has drawn.
    """

    def __init__(self, framework: str, placement: Placement | None = None) -> None:
        super().__init__(framework, placement=placement)
        self._random: Any = None
        self.ask = self._ask_aside

    def _ask_aside(self, request: Question) -> Reply:
        others = self._framework.swap_random(self._random)
        try:
            return self._host.serve(request)
        finally:
            self._random = self._framework.swap_random(others)
