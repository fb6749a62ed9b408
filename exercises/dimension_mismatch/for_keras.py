"""Dimension mismatch: sizes that are given, and do not match.

The task stands in prompt.keras.en.md, and in Chinese in prompt.keras.zh.md.
"""

import keras


def first_mismatch(layers: list[tuple[int | None, int]], in_features: int) -> int | None:
    """Index of the layer that stops the first call, or None if it goes through."""
    raise NotImplementedError


def sizes_at_mismatch(
    layers: list[tuple[int | None, int]], in_features: int
) -> tuple[int, int] | None:
    """The size that came to that layer and the size that it takes, or None."""
    raise NotImplementedError


def after_forwards(
    layers: list[tuple[int | None, int]], widths: list[int]
) -> list[tuple[int, int] | None]:
    """Each kernel's shape after batches of these widths; None where it is not built."""
    raise NotImplementedError


def raised_by_construction(layers: list[tuple[int | None, int]]) -> bool:
    """Whether Keras raises as soon as the network is put together."""
    raise NotImplementedError


def refusals(
    layers: list[tuple[int | None, int]], batches: list[tuple[int, int]]
) -> list[int | str | None]:
    """Who refuses each batch: a layer's index, "network", or None if it goes through."""
    raise NotImplementedError


def repair(net: keras.Sequential, in_features: int) -> keras.Sequential:
    """A network that accepts the width, made of the given one's layers as far as they fit."""
    raise NotImplementedError
