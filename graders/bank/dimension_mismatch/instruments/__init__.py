"""What these checks ask of live networks, and no other exercise does."""

from __future__ import annotations

from typing import Any

from graders import Net, Sizes, instrument


@instrument
def activate(net: Net, name: str) -> None:
    """Give each Dense layer an activation of its own."""


@instrument
def given(net: Net, sizes: Sizes, seed: int) -> Any:
    """Variables with arrays for each layer whose input size is given, and none for the others."""
    raise NotImplementedError


@instrument
def hybridize(net: Net) -> None:
    """From now on, a forward is compiled as a whole."""


@instrument
def kernels_after(sizes: Sizes, widths: list[int]) -> list[tuple[int, int] | None]:
    """The kernels' shapes after batches of these widths; None where there is none.

    The first batch makes the variables, if nothing is given.
    """
    raise NotImplementedError


@instrument
def stop(sizes: Sizes, in_features: int) -> Any:
    """Where `apply` stops if these layers are given; None if it goes through."""
    raise NotImplementedError
