"""What these checks ask of live networks, and no other exercise does."""

from __future__ import annotations

from typing import Any

from graders import Batch, Net, Raised, Values, instrument


@instrument
def age(net: Net) -> None:
    """Give the statistics of BatchNorm layers values that no fresh layer has."""


@instrument
def carried(net: Net) -> dict[str, Values | None]:
    """What the state dict holds, by name; None where it is uninitialized."""
    raise NotImplementedError


@instrument
def checkpoint(net: Net) -> Any:
    """The network's state dict, apart from the network; what is uninitialized stays so."""
    raise NotImplementedError


@instrument
def descend(net: Net, optimizer: Any, x: Batch) -> Raised | None:
    """One step down a generic loss, from cleared gradients; what was raised, or None."""
    raise NotImplementedError


@instrument
def dry_run_quietly(net: Net, x: Batch) -> None:
    """Initialize what is still lazy, and leave all else as it is."""


@instrument
def gradients(net: Net) -> list[Values | None]:
    """What stands in `.grad` of each parameter."""
    raise NotImplementedError


@instrument
def input_sizes(net: Net) -> list[int]:
    """`in_features` of each linear layer, in order."""
    raise NotImplementedError


@instrument
def modes(net: Net) -> list[bool]:
    """The training flag of the network and of each module in it."""
    raise NotImplementedError


@instrument
def optimizer_class(name: str) -> Any:
    """The optimizer class of that name."""
    raise NotImplementedError


@instrument
def optimizer_over(net: Net, name: str, options: dict[str, Any]) -> Any:
    """An optimizer of that class over the network's parameters as they are listed now."""
    raise NotImplementedError


@instrument
def set_mode(net: Net, mode: str) -> None:
    """Training, evaluating, or mixed: a network that trains around a first module that does not."""


@instrument
def statistics(net: Net) -> dict[str, Values | None]:
    """The numbers of each buffer, None where it is uninitialized."""
    raise NotImplementedError


@instrument
def take_over(net: Net, state: Any) -> None:
    """PyTorch's own loading: enough where every shape is right."""


@instrument
def tie_layers(net: Net, first: int, second: int) -> None:
    """Let the second of two modules, counted from 0, have the parameter objects of the first."""
