"""What PyTorch infers, layer by layer, when one batch goes through a sequence."""

from __future__ import annotations

import torch
from msgspec import structs
from torch import nn

from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.reading import named_parameters_of
from graders.lab.frameworks.torch.running import output_of, raised
from graders.lab.observations import Raised


@INSTRUMENTS.offer
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


@INSTRUMENTS.offer
def parameters_by_layer(net: nn.Sequential) -> list[dict[str, tuple[int, ...]]]:
    """The shapes of each layer's parameters by name, all of them initialized; no buffers."""
    return [
        {name: tuple(parameter.shape) for name, parameter in named_parameters_of(layer)}
        for layer in net
    ]
