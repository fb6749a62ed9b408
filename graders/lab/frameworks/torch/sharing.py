"""Networks for inputs of several widths: what is shared, what is felt, what is trained."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.building import normal
from graders.lab.frameworks.torch.looking import values_of
from graders.lab.frameworks.torch.reading import parameters_of
from graders.lab.frameworks.torch.running import backward, generic_loss, output_of, raised
from graders.lab.observations import Forward, Values


class _Padded(nn.Module):
    """A network behind zeros that are appended to its input."""

    def __init__(self, net: nn.Module, width: int) -> None:
        super().__init__()
        self.net = net
        self.width = width

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        output: torch.Tensor = self.net(nn.functional.pad(x, (0, self.width - x.shape[-1])))
        return output


class _Added(nn.Module):
    """Modules side by side: one input, the sum of what they answer."""

    def __init__(self, modules: list[nn.Module]) -> None:
        super().__init__()
        self.beside = nn.ModuleList(modules)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.stack([module(x) for module in self.beside]).sum(0)


@INSTRUMENTS.offer
def padded(net: nn.Module, width: int) -> nn.Module:
    """The same live network, fed with inputs that are first padded with zeros to a width."""
    return _Padded(net, width)


@INSTRUMENTS.offer
def added(modules: list[nn.Module]) -> nn.Module:
    """The same live modules side by side, their outputs summed."""
    return _Added(modules)


def _of_shape(net: nn.Module, shape: tuple[int, ...]) -> torch.Tensor | None:
    found = (p for p in parameters_of(net) if not is_lazy(p) and tuple(p.shape) == tuple(shape))
    return next(found, None)


@INSTRUMENTS.offer
def value_of(net: nn.Module, shape: tuple[int, ...]) -> Values | None:
    """The numbers of the first parameter of that shape, whatever its name, or None."""
    parameter = _of_shape(net, shape)
    return None if parameter is None else values_of(parameter)


@INSTRUMENTS.offer
def gradient_of(
    net: nn.Module, shape: tuple[int, ...], batches: list[torch.Tensor] | torch.Tensor
) -> Values | None:
    """The gradient of the first parameter of that shape, as `backward` gives it."""
    backward(net, batches)
    parameter = _of_shape(net, shape)
    return None if parameter is None or parameter.grad is None else values_of(parameter.grad)


@INSTRUMENTS.offer
def stir(net: nn.Module, seed: int) -> None:
    """Add noise to every initialized parameter: what is 0 or dead by chance comes to life."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in parameters_of(net):
            if not is_lazy(parameter):
                noise = torch.randn(parameter.shape, generator=generator, device="cpu")
                parameter.add_(noise.to(parameter.device))


@INSTRUMENTS.offer
def felt(net: nn.Module, x: torch.Tensor) -> list[int]:
    """The columns of a batch that the loss depends on, by its gradient in any row."""
    x = x.clone().requires_grad_()
    generic_loss(output_of(net, x), 0).backward()  # type: ignore[no-untyped-call]
    return [] if x.grad is None else x.grad.any(dim=0).nonzero().flatten().tolist()


@INSTRUMENTS.offer
def sharing(net: nn.Module, batches: list[torch.Tensor]) -> list[int]:
    """The widths that have a parameter in common: the longest list that one parameter has.

    A width has a parameter if it gives it a gradient, and if its output changes with it.
    """
    outputs = [output_of(net, x) for x in batches]
    parameters = [p for p in parameters_of(net) if not is_lazy(p) and p.requires_grad]
    having: list[list[int]] = [[] for _ in parameters]
    for which, output in enumerate(outputs):
        if not (parameters and output.requires_grad):
            return []
        found = torch.autograd.grad(
            generic_loss(output, 0), parameters, retain_graph=True, allow_unused=True
        )
        for has, gradient in zip(having, found, strict=True):
            if gradient is not None and bool(gradient.any()):
                has.append(which)
    longest: list[int] = []
    for parameter, has in sorted(zip(parameters, having, strict=True), key=lambda p: -len(p[1])):
        if len(has) > len(longest):
            moved = _moved_by(parameter, net, [batches[which] for which in has])
            longest = max(longest, moved, key=len)
    return longest


def _moved_by(parameter: torch.Tensor, net: nn.Module, batches: list[torch.Tensor]) -> list[int]:
    """The widths whose output changes with a parameter. The parameter is put back."""
    before = parameter.detach().clone()
    noise = normal(tuple(parameter.shape), 0).to(parameter.device)
    with torch.no_grad():
        outputs = [output_of(net, x).clone() for x in batches]
        parameter.add_(noise)
        changed = [not torch.equal(net(x), y) for x, y in zip(batches, outputs, strict=True)]
        parameter.copy_(before)
    return [x.shape[-1] for x, moved in zip(batches, changed, strict=True) if moved]


@INSTRUMENTS.offer
def in_halves(net: nn.Module, x: torch.Tensor) -> Forward:
    """What the first and the last rows of a batch give by themselves, put together again."""
    try:
        return Forward(values_of(torch.cat([output_of(net, half) for half in x.chunk(2)])))
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return Forward(raised(error))


@INSTRUMENTS.offer
def unknown_to(
    optimizer: torch.optim.Optimizer, net: nn.Module, batches: list[torch.Tensor]
) -> list[tuple[int, ...]]:
    """Shapes of what the outputs depend on and should be trained, but the optimizer lacks."""
    if not issubclass(type(optimizer), torch.optim.Optimizer):
        raise UnmeasurableError(f"expected an optimizer, got a {type(optimizer).__name__}")
    known = {id(p) for group in optimizer.param_groups for p in group["params"]}
    used = {id(leaf): leaf for x in batches for leaf in _leaves(output_of(net, x))}
    return sorted(tuple(leaf.shape) for leaf in used.values() if id(leaf) not in known)


def _leaves(output: torch.Tensor) -> Iterator[torch.Tensor]:
    """The tensors at the far end of the graph of an output."""
    waiting, seen = [output.grad_fn], set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            yield node.variable
        waiting += [before for before, _ in node.next_functions]
