"""Optimizers, training steps, ties, modes, and what stands beside the parameters."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.looking import gradient_held_by, known_values_of
from graders.lab.frameworks.torch.reading import (
    children_of,
    modules_of,
    named_buffers_of,
    named_parameters_of,
    parameters_of,
)
from graders.lab.frameworks.torch.running import generic_loss, output_of, raised
from graders.lab.observations import Raised, Values


@INSTRUMENTS.offer
def optimizer_class(name: str) -> type[torch.optim.Optimizer]:
    """The optimizer class of that name."""
    found: type[torch.optim.Optimizer] = getattr(torch.optim, name)
    return found


@INSTRUMENTS.offer
def optimizer_over(net: nn.Module, name: str, options: dict[str, Any]) -> torch.optim.Optimizer:
    """An optimizer of that class over the network's parameters as they are listed now."""
    return optimizer_class(name)(parameters_of(net), **options)


@INSTRUMENTS.offer
def descend(net: nn.Module, optimizer: torch.optim.Optimizer, x: torch.Tensor) -> Raised | None:
    """One step down a generic loss, from cleared gradients; what was raised, or None."""
    if not issubclass(type(optimizer), torch.optim.Optimizer):
        raise UnmeasurableError(f"expected an optimizer, got a {type(optimizer).__name__}")
    net.zero_grad(set_to_none=True)
    try:
        torch.autograd.backward(generic_loss(output_of(net, x), 0))
        optimizer.step()
    except UnmeasurableError:
        raise
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return raised(error)
    return None


@INSTRUMENTS.offer
def freeze(net: nn.Module, index: int) -> None:
    """Turn gradients off for one of a sequence's modules, counted from 0."""
    for parameter in parameters_of(children_of(net)[index]):
        parameter.requires_grad = False  # requires_grad_() refuses what is lazy


@INSTRUMENTS.offer
def tie_layers(net: nn.Module, first: int, second: int) -> None:
    """Let the second of two modules, counted from 0, have the parameter objects of the first."""
    children = children_of(net)
    for name, parameter in named_parameters_of(children[first]):
        setattr(children[second], name, parameter)


@INSTRUMENTS.offer
def set_mode(net: nn.Module, mode: str) -> None:
    """Training, evaluating, or mixed: a network that trains around a first module that does not."""
    net.train(mode != "evaluating")
    if mode == "mixed":
        children_of(net)[0].eval()


@INSTRUMENTS.offer
def modes(net: nn.Module) -> list[bool]:
    """The training flag of the network and of each module in it."""
    return [module.training for module in modules_of(net)]


@INSTRUMENTS.offer
def statistics(net: nn.Module) -> dict[str, Values | None]:
    """The numbers of each buffer, None where it is uninitialized."""
    return {name: known_values_of(b) for name, b in named_buffers_of(net)}


@INSTRUMENTS.offer
def gradients(net: nn.Module) -> list[Values | None]:
    """What stands in `.grad` of each parameter."""
    return [gradient_held_by(p) for p in parameters_of(net)]


@INSTRUMENTS.offer
def dry_run_quietly(net: nn.Module, x: torch.Tensor) -> None:
    """Initialize what is still lazy, and leave all else as it is."""
    if not any(map(is_lazy, parameters_of(net))):
        return
    flags = [(module, module.training) for module in modules_of(net)]
    net.eval()
    with torch.no_grad():
        output_of(net, x)
    for module, flag in flags:
        module.training = flag
