"""Partial specification: some input sizes are given, others are left to be inferred.

The task stands in prompt.keras.en.md, and in Chinese in prompt.keras.zh.md.
"""

import keras


def build(layers: list[tuple[int | None, int]]) -> keras.Sequential:
    """The network; nothing is built that Keras need not build."""
    raise NotImplementedError


def initialized(layers: list[tuple[int | None, int]]) -> list[bool]:
    """For each layer: whether it is built right after construction."""
    raise NotImplementedError


def known_parameters(layers: list[tuple[int | None, int]]) -> int:
    """How many scalars construction alone has allocated."""
    raise NotImplementedError


def specify(layers: list[tuple[int | None, int]], in_features: int) -> list[tuple[int, int]]:
    """The same network with nothing left to infer."""
    raise NotImplementedError
