"""What only this exercise asks of live networks."""

from __future__ import annotations

import torch
from msgspec import structs
from torch import nn

from graders import Raised
from graders.lab.frameworks.torch.tools import named_parameters_of, output_of, raised


def shape_after(net: nn.Sequential, x: torch.Tensor) -> tuple[int, ...] | Raised:
    """The shape that comes out, without the batch, or what was raised.

    `facts` of the latter has the index of the layer that raised it, all layers counted.
    """
    for index, layer in enumerate(net):
        try:
            x = output_of(layer, x)
        except Exception as error:  # noqa: BLE001  the network may be anybody's
            return structs.replace(raised(error), facts={"layer": index})
    return tuple(x.shape[1:])


def parameters_by_layer(net: nn.Sequential) -> list[dict[str, tuple[int, ...]]]:
    """The shapes of each layer's parameters by name, all of them initialized; no buffers."""
    return [
        {name: tuple(parameter.shape) for name, parameter in named_parameters_of(layer)}
        for layer in net
    ]
