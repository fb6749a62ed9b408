"""Labs in processes of their own: one warm parent for submissions, another one for the reference."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from pathlib import Path

from graders.lab.devices import DeviceError, Placement, known, placed
from graders.lab.environments import Environment
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


_NO_GPUS = "sealed judging does not reach GPUs yet"


class SealedLabs:
    """Labs in processes of their own; `close` ends them all.

    `device` is what a person asked for; `DeviceError` if it is a GPU. Without walls a submission runs
    with the judge's own rights: that is for frameworks that have an `environment` of their own.
    """

    def __init__(
        self,
        framework: str,
        walls: Walls,
        limits: Limits,
        allowance: Allowance,
        hidden: tuple[Path, ...] = (),
        device: str = "cpu",
        environment: Environment | None = None,
    ) -> None:
        if known(device).startswith("cuda"):
            raise DeviceError(
                "sealed judging does not reach GPUs yet: take --device cpu, or --unsealed for code "
                "that you trust"
            )
        self._device = device
        self.seal: str = walls
        self._limits = limits
        self._allowance = allowance
        self._submissions = Sandbox(framework, walls, hidden, environment)
        self._references = Sandbox(framework, walls, hidden, environment)
        self._open = contextlib.ExitStack()
        self._reference = self._trusted()
        self._control = self._trusted()

    def _trusted(self) -> Lab:
        lab = SealedLab(self._references, _AMPLE_CALL, _AMPLE)
        self._open.enter_context(lab.open())
        return RememberingLab(lab)

    @functools.cached_property
    def placement(self) -> Placement:
        """Where their networks live: where no device has to be let through the seal."""
        return placed(self._device, self._references.hello.devices, _NO_GPUS)

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
