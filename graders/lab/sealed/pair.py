"""The two fork servers that labs of one framework need: of submissions, and of references."""

from __future__ import annotations

import contextlib
import functools
from pathlib import Path

from graders.lab.environments import Environment
from graders.lab.sealed.client import ForkServerClient, Invitation
from graders.lab.sealed.sandbox import Sandbox, Walls

Invitations = tuple[Invitation, Invitation]
"""To the fork server of submissions, and to that of references."""


class ForkServerPair:
    """They start together, at their first use: not everyone who could judge does.

    Who is `invited` uses those of another process. `nodes` are device files of cards.
    """

    def __init__(
        self,
        framework: str,
        walls: Walls,
        hidden: tuple[Path, ...] = (),
        environment: Environment | None = None,
        nodes: tuple[str, ...] = (),
        invited: Invitations | None = None,
    ) -> None:
        self._framework = framework
        self._walls = walls
        self._hidden = hidden
        self._environment = environment
        self._nodes = nodes
        self._invited = invited
        self._open = contextlib.ExitStack()

    @property
    def submissions(self) -> ForkServerClient:
        """To the one that forks submissions, notebooks' too."""
        return self._doors[0]

    @property
    def references(self) -> ForkServerClient:
        """To the one that never runs a submission."""
        return self._doors[1]

    def start(self) -> None:
        """Have both get warm while the caller goes on."""
        self._doors  # noqa: B018

    def warm(self) -> None:
        """Wait until both are warm."""
        for door in self._doors:
            door.hello  # noqa: B018

    def invitations(self) -> Invitations:
        """For labs in other processes; waits until both are warm."""
        first, second = (door.invitation() for door in self._doors if isinstance(door, Sandbox))
        return first, second

    def close(self) -> None:
        """End both, and what they have started."""
        self._open.close()

    @functools.cached_property
    def _doors(self) -> tuple[ForkServerClient, ForkServerClient]:
        if self._invited is not None:
            doors = self._invited[0].accepted(), self._invited[1].accepted()
        else:
            doors = self._started(cells=True), self._started(cells=False)
        for door in doors:
            self._open.callback(door.close)
        return doors

    def _started(self, *, cells: bool) -> ForkServerClient:
        return Sandbox(
            self._framework,
            self._walls,
            self._hidden,
            self._environment,
            nodes=self._nodes,
            cells=cells,
        )
