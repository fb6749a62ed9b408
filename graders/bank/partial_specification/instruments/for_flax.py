"""What only this exercise asks of live networks."""

from __future__ import annotations

from typing import Any

from flax import linen as nn

from graders.lab.frameworks.flax.tools import drawn, in_order_of_use, leaves_of, rows_of

Shapes = dict[str, tuple[int, ...]]

Variables = Any
"""A tree of arrays: it stays in the lab."""


def part_of(
    net: nn.Module, in_features: int, kept: list[bool], grown: list[bool], seed: int
) -> Variables:
    """Variables with those of the net's arrays that are `kept`; `grown` ones are larger by one.

    Both go through the arrays in the order of a forward, and are repeated as needed.
    """
    shapes: Shapes = {}
    for number, (path, leaf) in enumerate(in_order_of_use(net.init, rows_of(in_features)).items()):
        if kept[number % len(kept)]:
            first, *others = leaf.shape
            shapes[path] = (first + grown[number % len(grown)], *others)
    return drawn(shapes, seed)


def lacking(net: nn.Module, variables: Any, in_features: int) -> list[str]:
    """The paths that `init` would give, and that are not there; sorted."""
    there = leaves_of(variables)
    return sorted(
        path for path in in_order_of_use(net.init, rows_of(in_features)) if path not in there
    )
