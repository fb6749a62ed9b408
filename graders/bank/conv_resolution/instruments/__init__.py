"""What these checks ask of live networks, and no other exercise does."""

from __future__ import annotations

from graders import Batch, Forward, Net, instrument


@instrument
def evaluate(net: Net) -> None:
    """Switch to evaluation mode: dropout drops nothing, batches are normalized one like another."""


@instrument
def run_whole(net: Net, x: Batch) -> Forward:
    """What `forward` sees, without asking which layer stops it."""
    raise NotImplementedError
