"""What modules hold, read past whatever they say of themselves.

A class may override `named_parameters`, put another kind of dict where PyTorch keeps its own, or
return tensors that claim a shape. Here the dicts themselves are read, by the functions of `dict`, and
only parameters and buffers of PyTorch's own classes count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import Buffer, UninitializedBuffer, UninitializedParameter

from graders.lab.frameworks.common.instruments import UnmeasurableError

_PARAMETERS = (nn.Parameter, UninitializedParameter)
_BUFFERS = (torch.Tensor, Buffer, UninitializedBuffer, nn.Parameter)
_attributes = nn.Module.__dict__["__dict__"].__get__


def attributes_of(module: nn.Module) -> dict[str, Any]:
    """What the instance itself has, whatever its class says."""
    try:
        found: dict[str, Any] = _attributes(module)
    except TypeError as error:
        said = f"a network was expected, not {type(module).__name__}"
        raise AttributeError(said, name="__dict__", obj=module) from error
    return found


def held_by(module: nn.Module, name: str) -> dict[str, Any]:
    """One of the dicts in which a module keeps what it holds: `_modules`, `_parameters`, …"""
    held = attributes_of(module).get(name)
    if not isinstance(held, dict):
        raise UnmeasurableError(f"{type(module).__name__} does not call super().__init__()")
    return dict(dict.items(held))


def named_modules_of(net: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """Each module by the first of its names, the network itself under the empty one."""
    return _walk(net, "", set(), remove_duplicate=True)


def _walk(
    module: nn.Module, path: str, seen: set[int], *, remove_duplicate: bool
) -> Iterator[tuple[str, nn.Module]]:
    """A module and those below it, without those that were `seen`: anywhere, or further above."""
    if id(module) in seen:
        return
    seen.add(id(module))
    yield path, module
    for name, inner in held_by(module, "_modules").items():
        if inner is not None:
            below = f"{path}.{name}" if path else name
            yield from _walk(inner, below, seen, remove_duplicate=remove_duplicate)
    if not remove_duplicate:
        seen.remove(id(module))


def modules_of(net: nn.Module) -> Iterator[nn.Module]:
    """Each module once, the network itself first."""
    return (module for _, module in named_modules_of(net))


def children_of(net: nn.Module) -> list[nn.Module]:
    """The modules directly below, in order, each once."""
    found = [inner for inner in held_by(net, "_modules").values() if inner is not None]
    return list({id(inner): inner for inner in found}.values())


def named_parameters_of(
    net: nn.Module, *, recurse: bool = True, remove_duplicate: bool = True
) -> Iterator[tuple[str, nn.Parameter]]:
    """Parameters by name; each object under its first name only, unless duplicates are wanted."""
    return _named(net, "_parameters", _PARAMETERS, recurse, remove_duplicate)


def parameters_of(net: nn.Module) -> Iterator[nn.Parameter]:
    """Each parameter object once."""
    return (parameter for _, parameter in named_parameters_of(net))


def named_buffers_of(net: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    """Each buffer once, by name."""
    return _named(net, "_buffers", _BUFFERS, True, True)


def buffers_of(net: nn.Module) -> Iterator[torch.Tensor]:
    """Each buffer once."""
    return (buffer for _, buffer in named_buffers_of(net))


def _named(
    net: nn.Module, kind: str, classes: tuple[type, ...], recurse: bool, remove_duplicate: bool
) -> Iterator[tuple[str, Any]]:
    seen: set[int] = set()
    modules: Iterable[tuple[str, nn.Module]] = [("", net)]
    if recurse:
        modules = _walk(net, "", set(), remove_duplicate=remove_duplicate)
    for path, module in modules:
        for name, held in held_by(module, kind).items():
            if held is None or (remove_duplicate and id(held) in seen):
                continue
            if type(held) not in classes:
                raise UnmeasurableError(f"{name} is a {type(held).__name__}, not one of PyTorch's")
            seen.add(id(held))
            yield f"{path}.{name}" if path else name, held
