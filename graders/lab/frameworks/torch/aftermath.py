"""What a network holds besides its parameters' numbers: flags, numbers in buffers, gradients."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.looking import gradient_held_by, known_values_of, values_of
from graders.lab.frameworks.torch.reading import (
    children_of,
    named_buffers_of,
    named_modules_of,
    named_parameters_of,
    parameters_of,
)
from graders.lab.frameworks.torch.running import backward, generic_loss, output_of, raised
from graders.lab.observations import Raised, Values


def modules_by_path(net: nn.Module) -> list[tuple[str, nn.Module]]:
    """Every module, the network itself first; "net.1.0" is the first one in its second one."""
    return [(f"net.{name}".rstrip("."), module) for name, module in named_modules_of(net)]


@INSTRUMENTS.offer
def evaluating(net: nn.Module) -> list[str]:
    """The names of the modules that are in evaluation mode."""
    return [name for name, module in modules_by_path(net) if not module.training]


@INSTRUMENTS.offer
def named_buffers(net: nn.Module) -> list[tuple[str, Values | None]]:
    """The numbers of each buffer with its name; None if uninitialized."""
    return [(name, known_values_of(b)) for name, b in named_buffers_of(net)]


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


@INSTRUMENTS.offer
def freeze(net: nn.Module, index: int) -> None:
    """Turn gradients off for one of a sequence's modules, counted from 0."""
    for parameter in parameters_of(children_of(net)[index]):
        parameter.requires_grad = False  # requires_grad_() refuses what is lazy


def _of_shape(net: nn.Module, shape: tuple[int, ...]) -> torch.Tensor | None:
    found = (p for p in parameters_of(net) if not is_lazy(p) and tuple(p.shape) == tuple(shape))
    return next(found, None)


@INSTRUMENTS.offer
def gradient_of(
    net: nn.Module, shape: tuple[int, ...], batches: list[torch.Tensor] | torch.Tensor
) -> Values | None:
    """The gradient of the first parameter of that shape, as `backward` gives it."""
    backward(net, batches)
    parameter = _of_shape(net, shape)
    return None if parameter is None or parameter.grad is None else values_of(parameter.grad)
