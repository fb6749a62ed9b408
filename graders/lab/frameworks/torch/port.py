"""What the common instruments need of PyTorch: see `Port`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.torch import looking, running
from graders.lab.frameworks.torch.building import tensor
from graders.lab.frameworks.torch.looking import known_values_of, memory
from graders.lab.frameworks.torch.reading import (
    children_of,
    modules_of,
    named_parameters_of,
    parameters_of,
)
from graders.lab.frameworks.torch.running import generic_loss, output_of
from graders.lab.observations import Values

layers = children_of
call = running.output_of
raised = running.raised
values_of = looking.values_of
read = known_values_of
token = memory.token


def weighted_layers(net: nn.Module) -> list[list[torch.Tensor]]:
    """The modules whose `weight` is a parameter."""
    found = [(module, getattr(module, "weight", None)) for module in modules_of(net)]
    return [
        [weight, *parameters_of(module)]
        for module, weight in found
        if isinstance(weight, nn.Parameter)
    ]


def named_parameters(net: nn.Module) -> list[tuple[str, nn.Parameter]]:
    """Each object under its first name."""
    return list(named_parameters_of(net))


def write(parameter: torch.Tensor, numbers: Values) -> None:
    """The parameter keeps its dtype and its device."""
    with torch.no_grad():
        parameter.copy_(tensor(numbers))


def add_noise(parameters: list[torch.Tensor], seed: int) -> None:
    """One after the other, drawn on the CPU."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in parameters:
            if not is_lazy(parameter):
                noise = torch.randn(parameter.shape, generator=generator, device="cpu")
                parameter.add_(noise.to(parameter.device))


def gradients(
    net: nn.Module, batches: list[torch.Tensor]
) -> tuple[list[nn.Parameter], list[list[Values | None]]] | None:
    """All batches go through the network first: it may make its parameters on the way."""
    outputs = [output_of(net, x) for x in batches]
    parameters = [p for p in parameters_of(net) if not is_lazy(p) and p.requires_grad]
    if not parameters or not all(output.requires_grad for output in outputs):
        return None
    found = [
        torch.autograd.grad(
            generic_loss(output, 0), parameters, retain_graph=True, allow_unused=True
        )
        for output in outputs
    ]
    rows: list[list[Values | None]] = [
        [None if gradient is None else values_of(gradient) for gradient in row] for row in found
    ]
    return parameters, rows


def gradient_of_input(net: nn.Module, x: torch.Tensor) -> Values | None:
    """Of a copy of the batch."""
    x = x.clone().requires_grad_()
    generic_loss(output_of(net, x), 0).backward()  # type: ignore[no-untyped-call]
    return None if x.grad is None else values_of(x.grad)


def optimized(optimizer: torch.optim.Optimizer, net: nn.Module) -> list[torch.Tensor]:
    """Everything in the optimizer's groups."""
    del net
    if not issubclass(type(optimizer), torch.optim.Optimizer):
        raise UnmeasurableError(f"expected an optimizer, got a {type(optimizer).__name__}")
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]


def used(net: nn.Module, x: torch.Tensor) -> list[torch.Tensor]:
    """The tensors at the far end of the graph of an output."""
    return list(_leaves(output_of(net, x)))


def _leaves(output: torch.Tensor) -> Iterator[torch.Tensor]:
    waiting, seen = [output.grad_fn], set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            yield node.variable
        waiting += [before for before, _ in node.next_functions]
