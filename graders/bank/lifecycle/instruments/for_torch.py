"""What only this exercise asks of live networks."""

from __future__ import annotations

import operator
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders import Raised, UnmeasurableError, Values
from graders.lab.frameworks.torch.tools import (
    Checkpoint,
    buffers_of,
    children_of,
    generic_loss,
    gradient_held_by,
    known_values_of,
    modules_of,
    named_buffers_of,
    named_parameters_of,
    output_of,
    parameters_of,
    raised,
)


def checkpoint(net: nn.Module) -> Checkpoint:
    """The network's state dict, apart from the network; what is uninitialized stays so."""
    state = net.state_dict()
    made = Checkpoint((key, v if is_lazy(v) else v.clone()) for key, v in state.items())
    made._metadata = getattr(state, "_metadata", None)  # type: ignore[attr-defined]  # noqa: SLF001
    return made


def take_over(net: nn.Module, state: Checkpoint) -> None:
    """PyTorch's own loading: enough where every shape is right."""
    net.load_state_dict(state)


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


def carried(net: nn.Module) -> dict[str, Values | None]:
    """What the state dict holds, by name; None where it is uninitialized."""
    state = net.state_dict()
    return {key: known_values_of(value) for key, value in state.items()}


def input_sizes(net: nn.Module) -> list[int]:
    """`in_features` of each linear layer, in order."""
    try:
        linear = (module for module in modules_of(net) if isinstance(module, nn.Linear))
        return [operator.index(module.in_features) for module in linear]
    except TypeError as error:
        raise UnmeasurableError(f"in_features is no whole number: {error}") from error


def optimizer_class(name: str) -> type[torch.optim.Optimizer]:
    """The optimizer class of that name."""
    found: type[torch.optim.Optimizer] = getattr(torch.optim, name)
    return found


def optimizer_over(net: nn.Module, name: str, options: dict[str, Any]) -> torch.optim.Optimizer:
    """An optimizer of that class over the network's parameters as they are listed now."""
    return optimizer_class(name)(parameters_of(net), **options)


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


def tie_layers(net: nn.Module, first: int, second: int) -> None:
    """Let the second of two modules, counted from 0, have the parameter objects of the first."""
    children = children_of(net)
    for name, parameter in named_parameters_of(children[first]):
        setattr(children[second], name, parameter)


def set_mode(net: nn.Module, mode: str) -> None:
    """Training, evaluating, or mixed: a network that trains around a first module that does not."""
    net.train(mode != "evaluating")
    if mode == "mixed":
        children_of(net)[0].eval()


def modes(net: nn.Module) -> list[bool]:
    """The training flag of the network and of each module in it."""
    return [module.training for module in modules_of(net)]


def statistics(net: nn.Module) -> dict[str, Values | None]:
    """The numbers of each buffer, None where it is uninitialized."""
    return {name: known_values_of(b) for name, b in named_buffers_of(net)}


def gradients(net: nn.Module) -> list[Values | None]:
    """What stands in `.grad` of each parameter."""
    return [gradient_held_by(p) for p in parameters_of(net)]


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
