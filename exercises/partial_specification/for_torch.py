"""Partial specification: what happens if only some of the input sizes are given?

The task stands in prompt.en.md (English) and prompt.zh.md (Chinese).
"""

import torch
from torch import nn


def build(
    layers: list[tuple[int | None, int]], *, device: torch.device | str | None = None
) -> nn.Sequential:
    """Linear layers with a ReLU between each two; lazy where the input size is `None`."""
    raise NotImplementedError


def initialized(layers: list[tuple[int | None, int]]) -> list[bool]:
    """For each layer: whether it has its values right after construction."""
    raise NotImplementedError


def known_parameters(layers: list[tuple[int | None, int]]) -> int:
    """How many scalars construction alone allocates."""
    raise NotImplementedError


def specify(layers: list[tuple[int | None, int]], in_features: int) -> list[tuple[int, int]]:
    """The sizes of the same network with nothing left to infer."""
    raise NotImplementedError
