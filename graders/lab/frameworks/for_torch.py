"""PyTorch in a lab: build what a description says, run it, look at it.

The lab's instruments are the functions marked `@instrument`: live objects go in, observations come
out. They never initialize what they only look at.
"""

from __future__ import annotations

import contextlib
import copy
import io
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.lab.observations import (
    Forward,
    Gradients,
    ParameterSeen,
    Raised,
    Snapshot,
    Stop,
    Values,
)
from graders.networks import Batch, Description, Layers, Linear, Network, ReLU

_INSTRUMENTS: dict[str, Callable[..., Any]] = {}


def instrument(function: Callable[..., Any]) -> Callable[..., Any]:
    """Offer a function of this module to the judge under its own name."""
    _INSTRUMENTS[function.__name__] = function
    return function


# --- build -------------------------------------------------------------------------------------


def _dtype(name: str | None) -> torch.dtype | None:
    return None if name is None else getattr(torch, name)


@contextlib.contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Draw with `seed` inside, and go on outside as if nothing had been drawn.

    Only the CPU's generator: `torch.manual_seed` also queues a call, with a whole stack trace, for
    a CUDA that may never be initialized.
    """
    before = torch.default_generator.get_state()
    torch.default_generator.manual_seed(seed)
    try:
        yield
    finally:
        torch.default_generator.set_state(before)


def _linear(layer: Linear, device: str | None, dtype: torch.dtype | None) -> nn.Module:
    if layer.in_features is None:
        return nn.LazyLinear(layer.out_features, layer.bias, device, dtype)
    return nn.Linear(layer.in_features, layer.out_features, layer.bias, device, dtype)


def _module(layer: Linear | ReLU, device: str | None, dtype: torch.dtype | None) -> nn.Module:
    if isinstance(layer, Linear):
        return _linear(layer, device, dtype)
    return nn.ReLU(inplace=layer.inplace)


def _tensor(values: Values) -> torch.Tensor:
    return torch.tensor(values.numbers, dtype=_dtype(values.dtype)).reshape(values.shape)


class _Memory:
    """Numbers parameter objects in the order in which they are first seen.

    Holds on to them: a number must not come back because an object died and another one took its
    place in memory.
    """

    def __init__(self) -> None:
        self._seen: list[torch.Tensor] = []
        self._token: dict[int, int] = {}

    def token(self, parameter: torch.Tensor) -> int:
        known = self._token.get(id(parameter))
        if known is None:
            known = self._token[id(parameter)] = len(self._seen)
            self._seen.append(parameter)
        return known


_memory = _Memory()


# --- look --------------------------------------------------------------------------------------


def _values(tensor: torch.Tensor) -> Values:
    return Values(
        tuple(tensor.shape),
        tuple(tensor.detach().to("cpu", torch.float64).flatten().tolist()),
        str(tensor.dtype).removeprefix("torch."),
    )


def _parameter_seen(name: str, parameter: torch.Tensor) -> ParameterSeen:
    return ParameterSeen(
        name=name,
        token=_memory.token(parameter),
        shape=None if is_lazy(parameter) else tuple(parameter.shape),
        dtype=str(parameter.dtype).removeprefix("torch."),
        device=parameter.device.type,
        trainable=parameter.requires_grad,
    )


@instrument
def look(net: nn.Module) -> Snapshot:
    """Leaf modules by class name, parameters under each of their names, training flags."""
    modules = list(net.modules())
    return Snapshot(
        kinds=tuple(type(m).__name__ for m in modules if not list(m.children())),
        parameters=tuple(
            _parameter_seen(name, parameter)
            for name, parameter in net.named_parameters(remove_duplicate=False)
        ),
        training=tuple(m.training for m in modules),
    )


@instrument
def values(net: nn.Module) -> tuple[Values | None, ...]:
    """The numbers of each parameter object, in order, each once; None if uninitialized."""
    return tuple(None if is_lazy(p) else _values(p) for p in net.parameters())


# --- run ---------------------------------------------------------------------------------------


def _raised(error: BaseException) -> Raised:
    return Raised(
        type(error).__name__,
        str(error).splitlines()[0][:300] if str(error) else "",
        tuple(kind.__name__ for kind in type(error).__mro__),
        origin="framework",
    )


def _stop(net: nn.Sequential, position: int, x: torch.Tensor) -> Stop:
    """Index among the layers that have parameters, the width that came, the width that it takes."""
    at = list(net)[position]
    weight = getattr(at, "weight", None)
    known = isinstance(weight, torch.Tensor) and not is_lazy(weight)
    return Stop(
        layer=sum(1 for m in list(net)[:position] if list(m.parameters())),
        came=x.shape[-1] if x.ndim else None,
        taken=weight.shape[-1] if known and weight is not None else None,
    )


@instrument
def forward(net: nn.Module, x: torch.Tensor) -> Forward:
    """Run the network as it is called by anyone: with gradients, in its present mode."""
    if type(net) is nn.Sequential:
        return _forward_in_steps(net, x)
    try:
        return Forward(_values(net(x)))
    except Exception as error:
        return Forward(_raised(error))


def _forward_in_steps(net: nn.Sequential, x: torch.Tensor) -> Forward:
    """What `net(x)` does, keeping count of the layer that it is at."""
    for position, layer in enumerate(net):
        try:
            x = layer(x)
        except Exception as error:
            return Forward(_raised(error), _stop(net, position, x))
    return Forward(_values(x))


def _loss(output: torch.Tensor, seed: int) -> torch.Tensor:
    """A loss whose gradient with respect to each output is another number, well away from 0."""
    weights = torch.linspace(0.5, 1.5, output.numel(), dtype=output.dtype, device=output.device)
    order = torch.randperm(output.numel(), generator=torch.Generator().manual_seed(seed))
    return (output.flatten() * weights[order.to(output.device)]).sum()


@instrument
def backward(
    net: nn.Module, batches: list[torch.Tensor] | torch.Tensor, seed: int = 0
) -> Gradients:
    """Gradients of a generic loss summed over the batches; earlier gradients are cleared first."""
    net.zero_grad(set_to_none=True)
    inputs = [x.detach().clone().requires_grad_() for x in _listed(batches)]
    for x in inputs:
        _loss(net(x), seed).backward()
    named = list(net.named_parameters(remove_duplicate=False))
    found = {name: None if p.grad is None else _values(p.grad) for name, p in named}
    return Gradients(
        by_name=found,
        by_token={_memory.token(p): found[name] for name, p in named},
        of_input=None if inputs[0].grad is None else _values(inputs[0].grad),
    )


def _listed(batches: list[torch.Tensor] | torch.Tensor) -> list[torch.Tensor]:
    return [batches] if isinstance(batches, torch.Tensor) else list(batches)


@instrument
def train(
    optimizer: torch.optim.Optimizer, net: nn.Module, batches: list[torch.Tensor] | torch.Tensor
) -> None:
    """One step of the optimizer on the generic loss."""
    optimizer.zero_grad(set_to_none=True)
    for x in _listed(batches):
        _loss(net(x), 0).backward()
    optimizer.step()


@instrument
def sgd(net: nn.Module, learning_rate: float = 0.1) -> torch.optim.Optimizer:
    """A plain SGD optimizer over the network's parameters, as they are listed now."""
    return torch.optim.SGD(net.parameters(), lr=learning_rate)


@instrument
def copied(net: nn.Module) -> nn.Module:
    """A deep copy."""
    return copy.deepcopy(net)


@instrument
def saved(net: nn.Module) -> io.BytesIO:
    """The network's state dict as `torch.save` writes it."""
    file = io.BytesIO()
    torch.save(net.state_dict(), file)
    return file


@instrument
def restore(net: nn.Module, file: io.BytesIO) -> Raised | None:
    """Load what `saved` gave; what was raised, or None."""
    file.seek(0)
    try:
        net.load_state_dict(torch.load(file, weights_only=False))
    except Exception as error:
        return _raised(error)
    return None


@instrument
def set_values(net: nn.Module, numbers: list[Values]) -> None:
    """Overwrite the parameters, in order, each object once."""
    with torch.no_grad():
        for parameter, wanted in zip(net.parameters(), numbers, strict=True):
            parameter.copy_(_tensor(wanted))


@instrument
def shift(net: nn.Module, token: int, by: float) -> None:
    """Add a number to every entry of one parameter object."""
    with torch.no_grad():
        for parameter in net.parameters():
            if _memory.token(parameter) == token:
                parameter.add_(by)


@instrument
def sequence(layers: list[nn.Module]) -> nn.Sequential:
    """The given live modules one after the other, nothing between them."""
    return nn.Sequential(*layers)


@instrument
def layer(net: nn.Module, index: int) -> nn.Module:
    """One of a sequence's modules, counted from 0."""
    children = list(net.children())
    return children[index]


# --- the framework -----------------------------------------------------------------------------


class _Torch:
    """What the lab asks of PyTorch: see `Framework`."""

    instruments = _INSTRUMENTS

    def build(self, description: Description) -> nn.Module:
        if isinstance(description, Layers):
            description = description.network()
        if not isinstance(description, Network):
            with _seeded(0):
                return _module(description, None, None)
        dtype = _dtype(description.dtype)
        with _seeded(description.seed):
            return nn.Sequential(
                *(_module(layer, description.device, dtype) for layer in description.layers)
            )

    def make_batch(self, batch: Batch) -> torch.Tensor:
        generator = torch.Generator().manual_seed(batch.seed)
        drawn = torch.randn(batch.shape, generator=generator, dtype=_dtype(batch.dtype))
        return drawn if batch.device is None else drawn.to(batch.device)

    def is_live(self, value: object) -> bool:
        return issubclass(type(value), (nn.Module, torch.optim.Optimizer, io.BytesIO))

    def unwrap(self, value: object) -> object:
        return tuple(value) if type(value) is torch.Size else value

    def start_case(self, seed: int) -> None:
        global _memory  # noqa: PLW0603  one lab process, one case at a time
        _memory = _Memory()
        torch.default_generator.manual_seed(seed)

    @contextlib.contextmanager
    def guarded(self) -> Iterator[None]:
        dtype, device = torch.get_default_dtype(), torch.get_default_device()
        gradients, threads = torch.is_grad_enabled(), torch.get_num_threads()
        deterministic = torch.are_deterministic_algorithms_enabled()
        try:
            yield
        finally:
            if torch.get_default_dtype() is not dtype:
                torch.set_default_dtype(dtype)
            if torch.get_default_device() != device:
                torch.set_default_device(None)
            if torch.is_grad_enabled() is not gradients:
                torch.set_grad_enabled(gradients)
            if torch.get_num_threads() != threads:
                torch.set_num_threads(threads)
            if torch.are_deterministic_algorithms_enabled() is not deterministic:
                torch.use_deterministic_algorithms(deterministic)


FRAMEWORK = _Torch()
