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
        kinds=tuple(type(m).__name__ for m in modules if next(m.children(), None) is None),
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


@instrument
def what_became_of(net: nn.Module, other: nn.Module, layers: list[int]) -> list[str]:
    """For some layers of `net`, counted from 0: what `other` made of their parameters.

    "kept" if all parameter objects of a layer are in `other` too, "replaced" if its weight is not.
    """
    there = {id(parameter) for parameter in other.parameters()}
    found = [m for m in net.modules() if isinstance(getattr(m, "weight", None), nn.Parameter)]
    return [_became(found[index], there) for index in layers]


def _became(layer: nn.Module, there: set[int]) -> str:
    if id(layer.weight) not in there:
        return "replaced"
    kept = all(id(parameter) in there for parameter in layer.parameters())
    return "kept" if kept else "kept without its bias"


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
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return Forward(_raised(error))


def _forward_in_steps(net: nn.Sequential, x: torch.Tensor) -> Forward:
    """What `net(x)` does, keeping count of the layer that it is at."""
    for position, layer in enumerate(net):
        try:
            x = layer(x)
        except Exception as error:  # noqa: BLE001  the network may be anybody's
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
        torch.autograd.backward(_loss(net(x), seed))
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
        torch.autograd.backward(_loss(net(x), 0))
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
    except Exception as error:  # noqa: BLE001  the network may be anybody's
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


# --- inputs of several widths --------------------------------------------------------------------


class _Padded(nn.Module):
    """A network behind zeros that are appended to its input."""

    def __init__(self, net: nn.Module, width: int) -> None:
        super().__init__()
        self.net = net
        self.width = width

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.net(nn.functional.pad(x, (0, self.width - x.shape[-1])))


class _Added(nn.Module):
    """Modules side by side: one input, the sum of what they answer."""

    def __init__(self, modules: list[nn.Module]) -> None:
        super().__init__()
        self.beside = nn.ModuleList(modules)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.stack([module(x) for module in self.beside]).sum(0)


@instrument
def padded(net: nn.Module, width: int) -> nn.Module:
    """The same live network, fed with inputs that are first padded with zeros to a width."""
    return _Padded(net, width)


@instrument
def added(modules: list[nn.Module]) -> nn.Module:
    """The same live modules side by side, their outputs summed."""
    return _Added(modules)


def _of_shape(net: nn.Module, shape: tuple[int, ...]) -> torch.Tensor | None:
    found = (p for p in net.parameters() if not is_lazy(p) and tuple(p.shape) == tuple(shape))
    return next(found, None)


@instrument
def value_of(net: nn.Module, shape: tuple[int, ...]) -> Values | None:
    """The numbers of the first parameter of that shape, whatever its name, or None."""
    parameter = _of_shape(net, shape)
    return None if parameter is None else _values(parameter)


@instrument
def gradient_of(
    net: nn.Module, shape: tuple[int, ...], batches: list[torch.Tensor] | torch.Tensor
) -> Values | None:
    """The gradient of the first parameter of that shape, as `backward` gives it."""
    backward(net, batches)
    parameter = _of_shape(net, shape)
    return None if parameter is None or parameter.grad is None else _values(parameter.grad)


@instrument
def stir(net: nn.Module, seed: int) -> None:
    """Add noise to every initialized parameter: what is 0 or dead by chance comes to life."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in net.parameters():
            if not is_lazy(parameter):
                parameter.add_(torch.randn(parameter.shape, generator=generator))


@instrument
def felt(net: nn.Module, x: torch.Tensor) -> list[int]:
    """The columns of a batch that the loss depends on, by its gradient in any row."""
    x = x.clone().requires_grad_()
    _loss(net(x), 0).backward()
    return [] if x.grad is None else x.grad.any(dim=0).nonzero().flatten().tolist()


@instrument
def sharing(net: nn.Module, batches: list[torch.Tensor]) -> list[int]:
    """The widths that have a parameter in common: the longest list that one parameter has.

    A width has a parameter if it gives it a gradient, and if its output changes with it.
    """
    outputs = [net(x) for x in batches]
    parameters = [p for p in net.parameters() if not is_lazy(p) and p.requires_grad]
    having: list[list[int]] = [[] for _ in parameters]
    for which, output in enumerate(outputs):
        if not (parameters and output.requires_grad):
            return []
        found = torch.autograd.grad(
            _loss(output, 0), parameters, retain_graph=True, allow_unused=True
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
    noise = torch.randn(parameter.shape, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        outputs = [net(x).clone() for x in batches]
        parameter.add_(noise)
        changed = [not torch.equal(net(x), y) for x, y in zip(batches, outputs, strict=True)]
        parameter.copy_(before)
    return [x.shape[-1] for x, moved in zip(batches, changed, strict=True) if moved]


@instrument
def in_halves(net: nn.Module, x: torch.Tensor) -> Forward:
    """What the first and the last rows of a batch give by themselves, put together again."""
    try:
        return Forward(_values(torch.cat([net(half) for half in x.chunk(2)])))
    except Exception as error:
        return Forward(_raised(error))


@instrument
def unknown_to(
    optimizer: torch.optim.Optimizer, net: nn.Module, batches: list[torch.Tensor]
) -> list[tuple[int, ...]]:
    """Shapes of what the outputs depend on and should be trained, but the optimizer lacks."""
    known = {id(p) for group in optimizer.param_groups for p in group["params"]}
    used = {id(leaf): leaf for x in batches for leaf in _leaves(net(x))}
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

    def global_state(self) -> tuple[Any, ...]:
        return (
            torch.get_default_dtype(),
            torch.get_default_device(),
            torch.is_grad_enabled(),
            torch.get_num_threads(),
            torch.are_deterministic_algorithms_enabled(),
        )

    def restore_global_state(self, state: tuple[Any, ...]) -> None:
        now = self.global_state()
        if now == state:
            return
        dtype, device, gradients, threads, deterministic = state
        torch.set_default_dtype(dtype)
        if now[1] != device:
            torch.set_default_device(None)
        torch.set_grad_enabled(gradients)
        if now[3] != threads:
            torch.set_num_threads(threads)
        torch.use_deterministic_algorithms(deterministic)


FRAMEWORK = _Torch()
