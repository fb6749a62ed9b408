"""What these checks ask of live networks, and no other exercise does."""

from __future__ import annotations

from typing import Any

from graders import Batch, Net, instrument


@instrument
def abstract(net: Net, *inputs: Batch) -> Any:
    """What `eval_shape` of `init` gives: a tree of shapes, without numbers."""
    raise NotImplementedError


@instrument
def evaluate_only(net: Net, names: list[str]) -> None:
    """Put these modules into evaluation mode, each without what is in it, all others in training."""


@instrument
def inferred_at(net: Net, in_features: int) -> dict[str, tuple[int, ...]]:
    """The same for a batch of that width, of which there need not be any numbers."""
    raise NotImplementedError


@instrument
def known_shapes(net: Net) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter as MXNet keeps it: -1 where a size is not known."""
    raise NotImplementedError


@instrument
def open_shapes(net: Net) -> list[tuple[int, ...]]:
    """The same without the names, each parameter once."""
    raise NotImplementedError
