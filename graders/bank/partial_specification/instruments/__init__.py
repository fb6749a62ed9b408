"""What these checks ask of live networks, and no other exercise does."""

from __future__ import annotations

from typing import Any

from graders import Net, instrument


@instrument
def lacking(net: Net, variables: Any, in_features: int) -> list[str]:
    """The paths that `init` would give, and that are not there; sorted."""
    raise NotImplementedError


@instrument
def part_of(net: Net, in_features: int, kept: list[bool], grown: list[bool], seed: int) -> Any:
    """Variables with those of the net's arrays that are `kept`; `grown` ones are larger by one.

    Both go through the arrays in the order of a forward, and are repeated as needed.
    """
    raise NotImplementedError
