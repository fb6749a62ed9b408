"""Sealed labs: one warm parent for submissions, another one for the reference."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from graders.lab.lab import Lab
from graders.lab.limits import Limits
from graders.lab.remembering import RememberingLab
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.processors import on_one_processor
from graders.lab.sealed.sandbox import Sandbox, Walls

# The reference does what checks ask, and nobody else: it needs no limits but for mishaps.
_AMPLE = Allowance(memory=8192, cpu=10**6, wall=10**6)
_AMPLE_CALL = Limits(call_seconds=60.0)


class SealedLabs:
    """Labs in processes of their own; `close` ends them all."""

    def __init__(
        self,
        framework: str,
        walls: Walls,
        limits: Limits,
        allowance: Allowance,
        hidden: tuple[Path, ...] = (),
    ) -> None:
        self.seal: str = walls
        self._limits = limits
        self._allowance = allowance
        self._submissions = Sandbox(framework, walls, hidden)
        self._references = Sandbox(framework, walls, hidden)
        self._open = contextlib.ExitStack()
        self._reference = self._trusted()
        self._control = self._trusted()

    def _trusted(self) -> Lab:
        lab = SealedLab(self._references, _AMPLE_CALL, _AMPLE)
        self._open.enter_context(lab.open())
        return RememberingLab(lab)

    @contextlib.contextmanager
    def submission(self) -> Iterator[Lab]:
        """A lab in a fresh child of the warm parent."""
        lab = SealedLab(self._submissions, self._limits, self._allowance)
        with on_one_processor(), lab.open():
            yield lab

    def reference(self) -> Lab:
        """One for all submissions: it remembers."""
        return self._reference

    def control(self) -> Lab:
        """One for all submissions, too."""
        return self._control

    def warm(self) -> None:
        """Wait until both parents are warm."""
        for sandbox in (self._submissions, self._references):
            sandbox.hello  # noqa: B018

    def close(self) -> None:
        """End both parents, and what they have started."""
        self._open.close()
        self._submissions.close()
        self._references.close()
