"""What can be seen of live networks. Looking initializes nothing."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.common.shared import Memory
from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.reading import modules_of, named_parameters_of, parameters_of
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


@INSTRUMENTS.offer
def values(net: nn.Module) -> tuple[Values | None, ...]:
    """The numbers of each parameter object, in order, each once; None if uninitialized."""
    return tuple(known_values_of(p) for p in parameters_of(net))


@INSTRUMENTS.offer
def what_became_of(net: nn.Module, other: nn.Module, layers: list[int]) -> list[str]:
    """For some layers of `net`, counted from 0: what `other` made of their parameters.

    "kept" if all parameter objects of a layer are in `other` too, "replaced" if its weight is not.
    """
    there = {id(parameter) for parameter in parameters_of(other)}
    found = [m for m in modules_of(net) if isinstance(getattr(m, "weight", None), nn.Parameter)]
    return [_became(found[index], there) for index in layers]


def _became(layer: nn.Module, there: set[int]) -> str:
    if id(layer.weight) not in there:
        return "replaced"
    kept = all(id(parameter) in there for parameter in parameters_of(layer))
    return "kept" if kept else "kept without its bias"
