"""What can be seen of live networks. Looking initializes nothing."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.common.shared import Memory
from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.reading import named_parameters_of, parameters_of
from graders.lab.observations import ParameterSeen, Snapshot, Values

memory = Memory()


def values_of(tensor: torch.Tensor) -> Values:
    """A tensor's numbers as plain data."""
    return Values(
        tuple(tensor.shape),
        tuple(tensor.detach().to("cpu", torch.float64).flatten().tolist()),
        str(tensor.dtype).removeprefix("torch."),
    )


def known_values_of(tensor: torch.Tensor) -> Values | None:
    """The numbers of a parameter or a buffer; None while it is uninitialized."""
    return None if is_lazy(tensor) else values_of(tensor)


def gradient_held_by(tensor: torch.Tensor) -> Values | None:
    """What stands in `.grad`."""
    return None if tensor.grad is None else values_of(tensor.grad)


def parameter_seen(name: str, parameter: torch.Tensor) -> ParameterSeen:
    """One parameter, as data."""
    return ParameterSeen(
        name=name,
        token=memory.token(parameter),
        shape=None if is_lazy(parameter) else tuple(parameter.shape),
        dtype=str(parameter.dtype).removeprefix("torch."),
        device=str(parameter.device),
        trainable=parameter.requires_grad,
    )


@INSTRUMENTS.offer
def look(net: nn.Module) -> Snapshot:
    """Every parameter, under each of its names."""
    return Snapshot(
        tuple(
            parameter_seen(name, parameter)
            for name, parameter in named_parameters_of(net, remove_duplicate=False)
        )
    )


def _became(layer: nn.Module, there: set[int]) -> str:
    if id(layer.weight) not in there:
        return "replaced"
    kept = all(id(parameter) in there for parameter in parameters_of(layer))
    return "kept" if kept else "kept without its bias"
