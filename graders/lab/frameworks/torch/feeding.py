"""What goes into a network: several inputs, which can be looked at again, and in which mode."""

from __future__ import annotations

import itertools
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.looking import values_of
from graders.lab.frameworks.torch.reading import buffers_of, modules_of
from graders.lab.observations import Values


class Inputs(tuple[torch.Tensor, ...]):
    """A tuple of tensors that can be looked at again: being callable, it stays in the lab."""

    __slots__ = ()

    def __call__(self) -> tuple[Values, ...]:
        """The numbers in it."""
        return tuple(map(values_of, self))


@INSTRUMENTS.offer
def inputs(*tensors: torch.Tensor) -> Inputs:
    """Inputs for a network that can be looked at again after a submission has had them."""
    return Inputs(tensors)


@INSTRUMENTS.offer
def numbers_in(inputs: Inputs) -> tuple[Values, ...]:
    """The numbers of each of the inputs."""
    return inputs()


class Branches(nn.Module):
    """Networks side by side, each with an input of its own. Counts its forwards."""

    def __init__(self, nets: list[nn.Module]) -> None:
        super().__init__()
        self.branches = nn.ModuleList(nets)
        self.forwards = 0

    def forward(self, *inputs: torch.Tensor) -> tuple[Any, ...]:
        """What each branch answers."""
        self.forwards += 1
        if len(inputs) != len(self.branches):
            raise TypeError(f"forward takes {len(self.branches)} inputs, {len(inputs)} came")
        return tuple(net(x) for net, x in zip(self.branches, inputs, strict=True))


@INSTRUMENTS.offer
def branches(nets: list[nn.Module]) -> nn.Module:
    """The same live networks as branches of one that takes as many inputs."""
    return Branches(nets)


@INSTRUMENTS.offer
def repeated_forwards(net: Branches) -> int:
    """How many forwards there have been after the first."""
    return max(net.forwards - 1, 0)


@INSTRUMENTS.offer
def set_flags(net: nn.Module, flags: tuple[bool, ...]) -> None:
    """Set the training flag of each module by itself; the flags are repeated as needed."""
    for module, flag in zip(modules_of(net), itertools.cycle(flags)):
        module.training = flag


@INSTRUMENTS.offer
def stir_buffers(net: nn.Module) -> None:
    """Change every initialized buffer, as if the network had been trained."""
    for buffer in buffers_of(net):
        if not is_lazy(buffer):
            buffer.add_(2)
