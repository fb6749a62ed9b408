"""State dicts as live objects, and what a network carries from one life into the next."""

from __future__ import annotations

import operator
from collections import OrderedDict
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.looking import known_values_of
from graders.lab.frameworks.torch.reading import buffers_of, modules_of
from graders.lab.observations import Values


class Checkpoint(OrderedDict[str, Any]):
    """A state dict that stays in the lab, where a plain one would be taken for data."""


@INSTRUMENTS.offer
def checkpoint(net: nn.Module) -> Checkpoint:
    """The network's state dict, apart from the network; what is uninitialized stays so."""
    state = net.state_dict()
    made = Checkpoint((key, v if is_lazy(v) else v.clone()) for key, v in state.items())
    made._metadata = getattr(state, "_metadata", None)  # type: ignore[attr-defined]  # noqa: SLF001
    return made


@INSTRUMENTS.offer
def take_over(net: nn.Module, state: Checkpoint) -> None:
    """PyTorch's own loading: enough where every shape is right."""
    net.load_state_dict(state)


@INSTRUMENTS.offer
def age(net: nn.Module) -> None:
    """Give the statistics of BatchNorm layers values that no fresh layer has."""
    generator = torch.Generator().manual_seed(1)
    for buffer in buffers_of(net):
        if is_lazy(buffer):
            continue
        if buffer.is_floating_point():
            buffer.copy_(torch.rand(buffer.shape, generator=generator, device="cpu") + 0.5)
        else:
            buffer.fill_(3)


@INSTRUMENTS.offer
def carried(net: nn.Module) -> dict[str, Values | None]:
    """What the state dict holds, by name; None where it is uninitialized."""
    state = net.state_dict()
    return {key: known_values_of(value) for key, value in state.items()}


@INSTRUMENTS.offer
def input_sizes(net: nn.Module) -> list[int]:
    """`in_features` of each linear layer, in order."""
    try:
        linear = (module for module in modules_of(net) if isinstance(module, nn.Linear))
        return [operator.index(module.in_features) for module in linear]
    except TypeError as error:
        raise UnmeasurableError(f"in_features is no whole number: {error}") from error
