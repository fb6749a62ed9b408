"""Labs in processes of their own: one fork server for submissions, another one for the reference."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from pathlib import Path

from graders.lab.devices import ONLY_THE_PROCESSOR, WITHOUT_CARDS, Placement, known, placed
from graders.lab.environments import Environment
from graders.lab.frameworks import RECIPES
from graders.lab.lab import Lab
from graders.lab.limits import Limits
from graders.lab.remembering import RememberingLab
from graders.lab.sealed import cards
from graders.lab.sealed.client import ForkServerClient
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.pair import ForkServerPair, Invitations
from graders.lab.sealed.processors import on_one_processor
from graders.lab.sealed.sandbox import Walls

# The reference does what checks ask, and nobody else: it needs no limits but for mishaps.
_AMPLE = Allowance(memory=8192, cpu=10**6, wall=10**6)
_AMPLE_CALL = Limits(call_seconds=60.0)
# Each has a process at the card: the submission, the reference, the control.
_SIDES = 3


class SealedLabs:
    """Labs in processes of their own; `close` ends them all.

    `device` is what a person asked for, and only who asks for a GPU gets one let through the walls;
    `workers` judges share it. Without walls a submission runs with the judge's own rights: that is
    for frameworks that have an `environment` of their own. Who is `invited` uses other labs' `parents`.
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
        workers: int = 1,
        invited: Invitations | None = None,
    ) -> None:
        self._device = known(device)
        self._can_accelerate = RECIPES[framework].accelerated
        asked = device not in WITHOUT_CARDS
        self._cards = cards.names() if asked and self._can_accelerate else ()
        nodes = cards.nodes() if self._cards else ()
        self._sharers = _SIDES * workers
        self.seal: str = walls
        self._limits = limits
        self._allowance = allowance
        self.fork_servers = ForkServerPair(framework, walls, hidden, environment, nodes, invited)
        self._open = contextlib.ExitStack()

    def _lab(self, sandbox: ForkServerClient, limits: Limits, allowance: Allowance) -> SealedLab:
        return SealedLab(sandbox, limits, allowance, lambda: self.placement, self._sharers)

    @functools.cached_property
    def _reference(self) -> Lab:
        return self._trusted()

    @functools.cached_property
    def _control(self) -> Lab:
        return self._trusted()

    def _trusted(self) -> Lab:
        lab = self._lab(self.fork_servers.references, _AMPLE_CALL, _AMPLE)
        self._open.enter_context(lab.open())
        return RememberingLab(lab)

    @functools.cached_property
    def placement(self) -> Placement:
        """Where their networks live. Cards are counted here: the parents never ask for them."""
        why = cards.NO_CARD if self._can_accelerate else ONLY_THE_PROCESSOR
        there_are = (*self.fork_servers.references.hello.devices, *self._cards)
        return placed(self._device, there_are, "" if self._cards else why)

    @contextlib.contextmanager
    def submission(self) -> Iterator[Lab]:
        """A lab in a fresh child of the fork server."""
        lab = self._lab(self.fork_servers.submissions, self._limits, self._allowance)
        with on_one_processor(), lab.open():
            yield lab

    @contextlib.contextmanager
    def beside(self) -> Iterator[Lab]:
        """The same, and others may come and go meanwhile."""
        lab = self._lab(self.fork_servers.submissions, self._limits, self._allowance)
        with lab.open():
            yield lab

    def reference(self) -> Lab:
        """One for all submissions: it remembers."""
        return self._reference

    def control(self) -> Lab:
        """One for all submissions, too."""
        return self._control

    def close(self) -> None:
        """End both parents, and what they have started."""
        self._open.close()
        self.fork_servers.close()
