"""What these checks ask of a lazy layer, and no other exercise does."""

from __future__ import annotations

from typing import Any

from graders import Batch, DType, Forward, Net, Raised, Snapshot, Values, instrument


@instrument
def cast(net: Net, dtype: DType) -> None:
    """Cast the layer to a dtype, before it has values or after."""


@instrument
def deep_copied(net: Net) -> Net | Raised:
    """A deep copy, or what was raised instead."""
    raise NotImplementedError


@instrument
def fed(net: Net, x: Batch, seed: int = 1) -> Forward:
    """Run it. What it draws, it draws with that seed, and nobody else notices."""
    raise NotImplementedError


@instrument
def fed_by_keyword(net: Net, x: Batch, seed: int = 1) -> Forward:
    """The same, the input given by its name."""
    raise NotImplementedError


@instrument
def input_size(net: Net) -> int:
    """What the layer says of its `in_features`; 0 if that is None, or nothing."""
    raise NotImplementedError


@instrument
def is_training(net: Net) -> bool:
    """The layer's training flag."""
    raise NotImplementedError


@instrument
def loaded(net: Net, other: Net) -> Raised | None:
    """Load the other's state dict; what was raised, or None."""
    raise NotImplementedError


@instrument
def look_after_failing(net: Net, attempt: str) -> Snapshot:
    """`look` after a forward without a tensor, or with a scalar.

    A layer that takes such a thing has not failed, and is seen as it was before.
    """
    raise NotImplementedError


@instrument
def modes_after(net: Net, x: Batch, gradients: bool) -> dict[str, bool]:
    """The modes in which a forward leaves the world, when it began with gradients on or off."""
    raise NotImplementedError


@instrument
def named_values(net: Net) -> dict[str, Values | None]:
    """The numbers of each parameter by its name; None where it is uninitialized."""
    raise NotImplementedError


@instrument
def pickled(net: Net) -> Net | Raised:
    """What `pickle` makes of the layer, there and back."""
    raise NotImplementedError


@instrument
def switch(net: Net, training: bool) -> None:
    """Set the training flag."""


@instrument
def train_step(optimizer: Any, net: Net, x: Batch, seed: int = 1) -> None:
    """One step of the optimizer on a generic loss, gradients cleared before and after."""
