"""Resolutions: the task stands in prompt.en.md (English) and prompt.zh.md (Chinese)."""

import torch
from torch import nn


def build(
    channels: list[int], classes: int, *, device: torch.device | str | None = None
) -> nn.Sequential:
    """Lazy convolutions, each with ReLU and pooling, then a lazy linear layer."""
    raise NotImplementedError


def flattened_features(channels: list[int], height: int, width: int) -> int:
    """How many features reach the linear layer of such a network."""
    raise NotImplementedError


def accepts(
    channels: list[int], classes: int, first: tuple[int, int], then: tuple[int, int]
) -> bool:
    """Whether an instance that has seen one resolution takes another."""
    raise NotImplementedError


def any_resolution(
    channels: list[int], classes: int, *, device: torch.device | str | None = None
) -> nn.Module:
    """A network that takes images of every resolution with the same parameters."""
    raise NotImplementedError
