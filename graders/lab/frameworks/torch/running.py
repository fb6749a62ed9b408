"""Forwards, backwards, copies and states of live networks."""

from __future__ import annotations

import io

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.looking import gradient_held_by, values_of
from graders.lab.frameworks.torch.reading import (
    named_parameters_of,
    parameters_of,
)
from graders.lab.observations import Forward, Gradients, Raised, Stop


def raised(error: BaseException) -> Raised:
    """What a network raised, as data."""
    return Raised(
        type(error).__name__,
        str(error).splitlines()[0][:300] if str(error) else "",
        tuple(kind.__name__ for kind in type(error).__mro__),
        origin="framework",
    )


def output_of(net: nn.Module, x: torch.Tensor) -> torch.Tensor:
    """What a forward returns, which has to be a tensor."""
    output: torch.Tensor = net(x)
    if not issubclass(type(output), torch.Tensor):
        raise UnmeasurableError(f"forward returned a {type(output).__name__}, not a tensor")
    return output


def _stop(net: nn.Sequential, position: int, x: torch.Tensor) -> Stop:
    """Index among the layers that have parameters, the width that came, the width that it takes."""
    at = list(net)[position]
    weight = getattr(at, "weight", None)
    known = isinstance(weight, torch.Tensor) and not is_lazy(weight)
    return Stop(
        layer=sum(1 for m in list(net)[:position] if list(parameters_of(m))),
        came=x.shape[-1] if x.ndim else None,
        taken=weight.shape[-1] if known and weight is not None else None,
    )


@INSTRUMENTS.offer
def forward(net: nn.Module, x: torch.Tensor) -> Forward:
    """Run the network as it is called by anyone: with gradients, in its present mode."""
    if type(net) is nn.Sequential:
        return _forward_in_steps(net, x)
    try:
        return Forward(values_of(output_of(net, x)))
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return Forward(raised(error))


def _forward_in_steps(net: nn.Sequential, x: torch.Tensor) -> Forward:
    """What `net(x)` does, keeping count of the layer that it is at."""
    for position, layer in enumerate(net):
        try:
            x = output_of(layer, x)
        except Exception as error:  # noqa: BLE001  the network may be anybody's
            return Forward(raised(error), _stop(net, position, x))
    return Forward(values_of(x))


def generic_loss(output: torch.Tensor, seed: int) -> torch.Tensor:
    """A loss whose gradient with respect to each output is another number, well away from 0."""
    weights = torch.linspace(0.5, 1.5, output.numel(), dtype=output.dtype, device=output.device)
    drawing = torch.Generator().manual_seed(seed)
    order = torch.randperm(output.numel(), generator=drawing, device="cpu")
    return (output.flatten() * weights[order.to(output.device)]).sum()


@INSTRUMENTS.offer
def backward(
    net: nn.Module, batches: list[torch.Tensor] | torch.Tensor, seed: int = 0
) -> Gradients:
    """Gradients of a generic loss summed over the batches; earlier gradients are cleared first."""
    net.zero_grad(set_to_none=True)
    inputs = [x.detach().clone().requires_grad_() for x in _listed(batches)]
    for x in inputs:
        torch.autograd.backward(generic_loss(output_of(net, x), seed))
    return Gradients(
        {name: gradient_held_by(p) for name, p in named_parameters_of(net, remove_duplicate=False)},
        of_input=gradient_held_by(inputs[0]),
    )


def _listed(batches: list[torch.Tensor] | torch.Tensor) -> list[torch.Tensor]:
    return [batches] if isinstance(batches, torch.Tensor) else list(batches)


@INSTRUMENTS.offer
def sgd(net: nn.Module, learning_rate: float = 0.1) -> torch.optim.Optimizer:
    """A plain SGD optimizer over the network's parameters, as they are listed now."""
    return torch.optim.SGD(parameters_of(net), lr=learning_rate)


@INSTRUMENTS.offer
def saved(net: nn.Module) -> io.BytesIO:
    """The network's state dict as `torch.save` writes it."""
    file = io.BytesIO()
    torch.save(net.state_dict(), file)
    return file


@INSTRUMENTS.offer
def restore(net: nn.Module, file: io.BytesIO) -> Raised | None:
    """Load what `saved` gave; what was raised, or None."""
    file.seek(0)
    try:
        net.load_state_dict(torch.load(file, weights_only=False))
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return raised(error)
    return None
