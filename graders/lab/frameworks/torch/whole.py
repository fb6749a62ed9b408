"""Networks as a whole, whatever they are made of: run them, switch their mode."""

from __future__ import annotations

import torch
from torch import nn

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.looking import values_of
from graders.lab.frameworks.torch.running import output_of, raised
from graders.lab.observations import Forward


@INSTRUMENTS.offer
def run_whole(net: nn.Module, x: torch.Tensor) -> Forward:
    """What `forward` sees, without asking which layer stops it."""
    try:
        return Forward(values_of(output_of(net, x)))
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return Forward(raised(error))


@INSTRUMENTS.offer
def evaluate(net: nn.Module) -> None:
    """Switch to evaluation mode: dropout drops nothing, batches are normalized one like another."""
    if not isinstance(net, nn.Module):
        raise UnmeasurableError(f"a network was expected, not a {type(net).__name__}")
    net.eval()
