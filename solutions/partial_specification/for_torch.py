"""Partial specification: each layer is on its own.

Whether a layer has to wait for data is decided by its own input size and by nothing else. A layer
does not know what stands before it: `nn.Sequential` passes data along, and no sizes.
"""

import torch
from torch import nn


def build(
    layers: list[tuple[int | None, int]], *, device: torch.device | str | None = None
) -> nn.Sequential:
    """Linear layers with a ReLU between each two; lazy where the input size is `None`."""
    net = nn.Sequential()
    for index, (in_features, out_features) in enumerate(layers):
        if index > 0:
            net.append(nn.ReLU())
        if in_features is None:
            # The one positional size of a lazy layer is its output size. It remembers the device
            # for the parameters that it makes later.
            net.append(nn.LazyLinear(out_features, device=device))
        else:
            net.append(nn.Linear(in_features, out_features, device=device))
    return net


def initialized(layers: list[tuple[int | None, int]]) -> list[bool]:
    """For each layer: whether it has its values right after construction."""
    return [in_features is not None for in_features, _ in layers]


def known_parameters(layers: list[tuple[int | None, int]]) -> int:
    """How many scalars construction alone allocates."""
    # A lazy layer's bias waits with its weight, although its size is known all the time.
    return sum(
        out_features * in_features + out_features
        for in_features, out_features in layers
        if in_features is not None
    )


def specify(layers: list[tuple[int | None, int]], in_features: int) -> list[tuple[int, int]]:
    """The sizes of the same network with nothing left to infer."""
    # A ReLU keeps the width, so each layer takes what the linear layer before it gives. A size that
    # is given says the same, or the network would not run.
    came = [in_features, *(out_features for _, out_features in layers[:-1])]
    return [(takes, gives) for takes, (_, gives) in zip(came, layers, strict=True)]
