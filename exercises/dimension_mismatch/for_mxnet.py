"""Dimension mismatch: sizes that are given, and do not match.

The task stands in prompt.mxnet.en.md, and in Chinese in prompt.mxnet.zh.md.
"""

from mxnet import np, npx
from mxnet.gluon import nn

npx.set_np()


def first_mismatch(layers: list[tuple[int | None, int]], in_features: int) -> int | None:
    """Index of the layer that stops the first forward, or None if it goes through."""
    raise NotImplementedError


def sizes_at_mismatch(
    layers: list[tuple[int | None, int]], in_features: int
) -> tuple[int, int] | None:
    """The size that came to that layer and the size that it takes, or None."""
    raise NotImplementedError


def after_forwards(
    layers: list[tuple[int | None, int]], widths: list[int]
) -> list[tuple[int, int] | None]:
    """Each weight's shape after batches of these widths; None where it has no data."""
    raise NotImplementedError


def after_hybrid_forwards(
    layers: list[tuple[int | None, int]], widths: list[int]
) -> list[tuple[int, int] | None]:
    """The same for a network that was hybridized before its first batch."""
    raise NotImplementedError


def repair(net: nn.HybridSequential, in_features: int) -> nn.Block:
    """A network that runs at the width, made of the given one's layers as far as they fit."""
    raise NotImplementedError
