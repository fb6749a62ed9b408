"""Dimension mismatch: variables that are given, and do not match.

The task stands in prompt.flax.en.md, and in Chinese in prompt.flax.zh.md.
"""

from flax import linen as nn


def first_mismatch(layers: list[tuple[int | None, int]], in_features: int) -> int | None:
    """Index of the layer that stops `apply`, or None if it goes through."""
    raise NotImplementedError


def sizes_at_mismatch(
    layers: list[tuple[int | None, int]], in_features: int
) -> tuple[int, int | None] | None:
    """The width that came to that layer and the size that its kernel takes, or None."""
    raise NotImplementedError


def after_forwards(
    layers: list[tuple[int | None, int]], widths: list[int]
) -> list[tuple[int, int] | None]:
    """Each kernel's shape after batches of these widths; None where there is none."""
    raise NotImplementedError


def repair(net: nn.Module, variables: dict, in_features: int, seed: int) -> dict:
    """Variables with which the module takes the width: what fits is kept, the rest is drawn."""
    raise NotImplementedError
