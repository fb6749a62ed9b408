"""Resolutions: a convolution does not mind how large an image is; a linear layer does.

A convolution has weights for its channels and its kernel, and slides them over as many pixels as
there are. Height and width first get into a shape where an image is flattened.
"""

import torch
from torch import nn


def _convolutions(channels: list[int], device: torch.device | str | None) -> list[nn.Module]:
    """The part of the network that takes every resolution from 2**len(channels) on."""
    layers: list[nn.Module] = []
    for out_channels in channels:
        # A kernel of 3 would take a pixel from each edge; the padding gives it back beforehand.
        layers.append(nn.LazyConv2d(out_channels, kernel_size=3, padding=1, device=device))
        layers.append(nn.ReLU())
        layers.append(nn.MaxPool2d(2))
    return layers


def build(
    channels: list[int], classes: int, *, device: torch.device | str | None = None
) -> nn.Sequential:
    """Lazy convolutions, each with ReLU and pooling, then a lazy linear layer."""
    return nn.Sequential(
        *_convolutions(channels, device),
        nn.Flatten(),
        nn.LazyLinear(classes, device=device),
    )


def flattened_features(channels: list[int], height: int, width: int) -> int:
    """How many features reach the linear layer of such a network."""
    for _ in channels:
        # Only the pooling changes a side. A row or column without a partner is dropped.
        height, width = height // 2, width // 2
    # A convolution sums over the channels that come: only its own go on.
    return channels[-1] * height * width


def accepts(
    channels: list[int], classes: int, first: tuple[int, int], then: tuple[int, int]
) -> bool:
    """Whether an instance that has seen one resolution takes another."""
    # The first batch settles the input size of the linear layer for good. It is a mere number:
    # from which height and width it was multiplied, nobody remembers.
    # Where some pooling gets a side of one pixel, and fails, there would be zero features: never as
    # many as before.
    return flattened_features(channels, *then) == flattened_features(channels, *first)


def any_resolution(
    channels: list[int], classes: int, *, device: torch.device | str | None = None
) -> nn.Module:
    """A network that takes images of every resolution with the same parameters."""
    return nn.Sequential(
        *_convolutions(channels, device),
        # The mean of each channel, over however many pixels are left: what is flattened then
        # depends on the number of channels alone.
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.LazyLinear(classes, device=device),
    )
