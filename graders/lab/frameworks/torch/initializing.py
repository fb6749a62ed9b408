"""Initializers for a submission to use, and what they met; random numbers before and after."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.accelerators import home_generator
from graders.lab.frameworks.torch.building import normal
from graders.lab.frameworks.torch.looking import known_values_of, memory
from graders.lab.frameworks.torch.reading import (
    modules_of,
    named_modules_of,
    named_parameters_of,
    parameters_of,
)
from graders.lab.observations import Values


class Recorder:
    """An initializer that only notes what it is given, and whether that has its parameters."""

    def __init__(self) -> None:
        self.seen: list[tuple[object, bool]] = []

    def __call__(self, module: object) -> None:
        """Note a module. What else may come is noted too."""
        waits = isinstance(module, nn.Module) and any(map(is_lazy, parameters_of(module)))
        self.seen.append((module, waits))


@INSTRUMENTS.offer
def recorder() -> Recorder:
    """An initializer that notes what it is given and changes nothing."""
    return Recorder()


@INSTRUMENTS.offer
def met(recorder: Recorder, net: nn.Module) -> list[str]:
    """What a recorder was given, sorted: "net" is the whole, "net.1" its second module."""
    known = {id(module): f"net.{name}".rstrip(".") for name, module in named_modules_of(net)}
    return sorted(
        known.get(id(module), f"<{type(module).__name__}>") + (" uninitialized" if waits else "")
        for module, waits in recorder.seen
    )


@INSTRUMENTS.offer
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


@INSTRUMENTS.offer
def applied(net: nn.Module, init: Callable[[nn.Module], None]) -> None:
    """Let an initializer see every module, as PyTorch does it."""
    net.apply(init)


@INSTRUMENTS.offer
def filled(net: nn.Module, value: float) -> None:
    """Fill all weights of linear layers and convolutions; their biases become 0."""
    for module in modules_of(net):
        if isinstance(module, nn.Linear | nn.Conv2d):
            nn.init.constant_(module.weight, value)
            if module.bias is not None:
                nn.init.zeros_(module.bias)


@INSTRUMENTS.offer
def values_in_norms(net: nn.Module) -> list[tuple[str, Values | None]]:
    """The numbers of each parameter of a BatchNorm layer, with its name."""
    norms = (nn.BatchNorm1d, nn.BatchNorm2d)
    return [
        (f"{name}.{own}", known_values_of(parameter))
        for name, module in named_modules_of(net)
        if isinstance(module, norms)
        for own, parameter in named_parameters_of(module, recurse=False)
    ]


@INSTRUMENTS.offer
def replaced(net: nn.Module, tokens: list[int]) -> list[str]:
    """The names of the parameters that are none of the objects known by these tokens."""
    return [name for name, p in named_parameters_of(net) if memory.token(p) not in tokens]


class OwnLinear(nn.Linear):
    """A linear layer of somebody's own class."""


class OwnConv2d(nn.Conv2d):
    """A convolution of somebody's own class."""


@INSTRUMENTS.offer
def subclassed(net: nn.Module) -> None:
    """Let each eager linear layer and convolution be of a class that extends the usual one."""
    own: dict[type, type] = {nn.Linear: OwnLinear, nn.Conv2d: OwnConv2d}
    for module in modules_of(net):
        if type(module) in own:
            module.__class__ = own[type(module)]


@INSTRUMENTS.offer
def next_drawn() -> float:
    """The random number that would be drawn next; it is not used up."""
    home = home_generator()
    drawing = torch.Generator(home.device)
    drawing.set_state(home.get_state())
    return torch.rand((), generator=drawing, device=home.device).item()
