"""What only this exercise asks of live networks."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders import Values
from graders.lab.frameworks.torch.tools import (
    buffers_of,
    home_generator,
    known_values_of,
    modules_of,
    named_modules_of,
    named_parameters_of,
    normal,
    parameters_of,
)


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


def branches(nets: list[nn.Module]) -> nn.Module:
    """The same live networks as branches of one that takes as many inputs."""
    return Branches(nets)


def repeated_forwards(net: Branches) -> int:
    """How many forwards there have been after the first."""
    return max(net.forwards - 1, 0)


def set_flags(net: nn.Module, flags: tuple[bool, ...]) -> None:
    """Set the training flag of each module by itself; the flags are repeated as needed."""
    for module, flag in zip(modules_of(net), itertools.cycle(flags)):
        module.training = flag


def stir_buffers(net: nn.Module) -> None:
    """Change every initialized buffer, as if the network had been trained."""
    for buffer in buffers_of(net):
        if not is_lazy(buffer):
            buffer.add_(2)


class Recorder:
    """An initializer that only notes what it is given, and whether that has its parameters."""

    def __init__(self) -> None:
        self.seen: list[tuple[object, bool]] = []

    def __call__(self, module: object) -> None:
        """Note a module. What else may come is noted too."""
        waits = isinstance(module, nn.Module) and any(map(is_lazy, parameters_of(module)))
        self.seen.append((module, waits))


def recorder() -> Recorder:
    """An initializer that notes what it is given and changes nothing."""
    return Recorder()


def met(recorder: Recorder, net: nn.Module) -> list[str]:
    """What a recorder was given, sorted: "net" is the whole, "net.1" its second module."""
    known = {id(module): f"net.{name}".rstrip(".") for name, module in named_modules_of(net)}
    return sorted(
        known.get(id(module), f"<{type(module).__name__}>") + (" uninitialized" if waits else "")
        for module, waits in recorder.seen
    )


def filler() -> Callable[[nn.Module], None]:
    """An initializer that fills a module's own parameters with numbers that their shape decides.

    What is uninitialized is passed over, as by initializers that ask for a layer's exact type.
    """

    def fill(module: nn.Module) -> None:
        with torch.no_grad():
            for parameter in module.parameters(recurse=False):
                if not is_lazy(parameter):
                    parameter.copy_(normal(tuple(parameter.shape), parameter.numel()))

    return fill


def applied(net: nn.Module, init: Callable[[nn.Module], None]) -> None:
    """Let an initializer see every module, as PyTorch does it."""
    net.apply(init)


def filled(net: nn.Module, value: float) -> None:
    """Fill all weights of linear layers and convolutions; their biases become 0."""
    for module in modules_of(net):
        if isinstance(module, nn.Linear | nn.Conv2d):
            nn.init.constant_(module.weight, value)
            if module.bias is not None:
                nn.init.zeros_(module.bias)


def values_in_norms(net: nn.Module) -> list[tuple[str, Values | None]]:
    """The numbers of each parameter of a BatchNorm layer, with its name."""
    norms = (nn.BatchNorm1d, nn.BatchNorm2d)
    return [
        (f"{name}.{own}", known_values_of(parameter))
        for name, module in named_modules_of(net)
        if isinstance(module, norms)
        for own, parameter in named_parameters_of(module, recurse=False)
    ]


class OwnLinear(nn.Linear):
    """A linear layer of somebody's own class."""


class OwnConv2d(nn.Conv2d):
    """A convolution of somebody's own class."""


def subclassed(net: nn.Module) -> None:
    """Let each eager linear layer and convolution be of a class that extends the usual one."""
    own: dict[type, type] = {nn.Linear: OwnLinear, nn.Conv2d: OwnConv2d}
    for module in modules_of(net):
        if type(module) in own:
            module.__class__ = own[type(module)]


def next_drawn() -> float:
    """The random number that would be drawn next; it is not used up."""
    home = home_generator()
    drawing = torch.Generator(home.device)
    drawing.set_state(home.get_state())
    return torch.rand((), generator=drawing, device=home.device).item()
