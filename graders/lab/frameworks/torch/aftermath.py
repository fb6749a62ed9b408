"""What a forward may leave behind besides shapes: flags, numbers in buffers, gradients."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.looking import gradient_held_by, known_values_of, values_of
from graders.lab.frameworks.torch.reading import (
    named_buffers_of,
    named_modules_of,
    named_parameters_of,
    parameters_of,
)
from graders.lab.frameworks.torch.running import generic_loss, output_of, raised
from graders.lab.observations import Raised, Values


def _named_modules(net: nn.Module) -> list[tuple[str, nn.Module]]:
    """Every module, the network itself first; "net.1.0" is the first one in its second one."""
    return [(f"net.{name}".rstrip("."), module) for name, module in named_modules_of(net)]


@INSTRUMENTS.offer
def evaluate_only(net: nn.Module, names: list[str]) -> None:
    """Put these modules into evaluation mode, each without what is in it, all others in training."""
    for name, module in _named_modules(net):
        module.training = name not in names


@INSTRUMENTS.offer
def evaluating(net: nn.Module) -> list[str]:
    """The names of the modules that are in evaluation mode."""
    return [name for name, module in _named_modules(net) if not module.training]


@INSTRUMENTS.offer
def named_buffers(net: nn.Module) -> list[tuple[str, Values | None]]:
    """The numbers of each buffer with its name; None if uninitialized."""
    return [(name, known_values_of(b)) for name, b in named_buffers_of(net)]


@INSTRUMENTS.offer
def known_values(net: nn.Module) -> list[tuple[str, Values]]:
    """The numbers of each initialized parameter with its name."""
    return [(name, values_of(p)) for name, p in named_parameters_of(net) if not is_lazy(p)]


@INSTRUMENTS.offer
def moved_since(net: nn.Module, before: list[tuple[str, Values]]) -> list[tuple[str, float | None]]:
    """By how much each parameter has changed at most; None if there is no such one any more."""
    now = dict(named_parameters_of(net))
    return [(name, _largest_difference(now.get(name), values)) for name, values in before]


def _largest_difference(parameter: torch.Tensor | None, values: Values) -> float | None:
    if parameter is None or is_lazy(parameter) or tuple(parameter.shape) != values.shape:
        return None
    return max(
        (abs(a - b) for a, b in zip(values_of(parameter).numbers, values.numbers, strict=True))
    )


@INSTRUMENTS.offer
def named_gradients(net: nn.Module) -> list[tuple[str, Values | None]]:
    """The gradient that each parameter holds, with its name."""
    return [(name, gradient_held_by(p)) for name, p in named_parameters_of(net)]


@INSTRUMENTS.offer
def give_gradients(net: nn.Module, seed: int) -> None:
    """Give each initialized parameter a gradient, as if from an earlier backward pass."""
    generator = torch.Generator().manual_seed(seed)
    for parameter in parameters_of(net):
        if not is_lazy(parameter):
            drawn = torch.randn(parameter.shape, generator=generator, device="cpu")
            parameter.grad = drawn.to(parameter)


@INSTRUMENTS.offer
def reached_by_backward(net: nn.Module, x: torch.Tensor) -> list[str] | Raised:
    """The names of the parameters that a backward pass gives a gradient, or what was raised."""
    net.zero_grad(set_to_none=True)
    output = output_of(net, x)
    try:
        torch.autograd.backward(generic_loss(output, 0))
    except RuntimeError as error:  # what autograd says of inference tensors and of cut graphs
        return raised(error)
    return [name for name, parameter in named_parameters_of(net) if parameter.grad is not None]
