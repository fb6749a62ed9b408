"""What these checks ask of live networks, and no other exercise does."""

from __future__ import annotations

from typing import Any

from graders import Net, Raised, instrument


@instrument
def added(modules: list[Net]) -> Net:
    """The same live modules side by side, their outputs summed."""
    raise NotImplementedError


@instrument
def carry_over(net: Net, other: Net) -> Raised | None:
    """Give `other` the weights of a network, as anyone does; what was raised, or None."""
    raise NotImplementedError


@instrument
def moved(net: Net, device: str) -> None:
    """Move the network, as anyone does."""


@instrument
def padded(net: Net, width: int) -> Net:
    """The same live network, fed with inputs that are first padded with zeros to a width."""
    raise NotImplementedError


@instrument
def repeated(net: Net, times: int) -> Net:
    """A network that sends its input through one live layer so many times, a ReLU in between."""
    raise NotImplementedError


@instrument
def shapes_held(net: Net) -> list[tuple[int, ...]]:
    """The shapes of all weights that are there, each weight once, sorted."""
    raise NotImplementedError


@instrument
def trainer(net: Net) -> Any:
    """A trainer of all parameters that the network lists now."""
    raise NotImplementedError
