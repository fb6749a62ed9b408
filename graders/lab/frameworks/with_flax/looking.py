"""What the variables of a Flax model hold. Before `init` there is nothing: not even a name."""

from __future__ import annotations

from typing import Any

import jax
from flax import linen as nn
from msgspec import structs

from graders.lab.frameworks.instruments import values_of
from graders.lab.frameworks.shared import Memory, array_of
from graders.lab.frameworks.with_flax import INSTRUMENTS
from graders.lab.frameworks.with_flax.building import models
from graders.lab.observations import ParameterSeen, Part, Snapshot, Values

memory = Memory()


def _named(variables: Any) -> list[tuple[str, Any]]:
    """Parameters by name, in the order of a forward, a kernel before its bias: Flax sorts by text."""
    found, _ = jax.tree_util.tree_flatten_with_path((variables or {}).get("params", {}))
    return sorted(((_name(path), leaf) for path, leaf in found), key=_place)


def _name(path: Any) -> str:
    return ".".join(str(part.key) for part in path)


def _place(named: tuple[str, Any]) -> tuple[Any, ...]:
    *path, last = named[0].split(".")
    numbered = [(part.rpartition("_")[0], _number(part.rpartition("_")[2])) for part in path]
    return numbered, last != "kernel", last


def _number(text: str) -> int:
    return int(text) if text.isdigit() else -1


def _seen(name: str, leaf: Any) -> ParameterSeen:
    return ParameterSeen(name, memory.token(leaf), tuple(leaf.shape), str(leaf.dtype), "cpu")


@INSTRUMENTS.offer
def look(net: Any) -> Snapshot:
    """Every parameter that there is by now."""
    return Snapshot(tuple(_seen(name, leaf) for name, leaf in _named(models.of(net).variables)))


@INSTRUMENTS.offer
def parts(net: Any) -> tuple[Part, ...]:
    """The layers in the order of a forward, each with what the variables hold for it."""
    held: dict[str, list[ParameterSeen]] = {}
    for seen in look(net).parameters:
        path, _, name = seen.name.rpartition(".")
        held.setdefault(path, []).append(structs.replace(seen, name=name))
    return tuple(
        Part(_kind(layer), tuple(held.get(path, ())))
        for path, layer in _places(models.of(net).module)
    )


def _kind(layer: Any) -> str:
    """The name of a layer's class; what is no module is a function, and has its own."""
    return type(layer).__name__ if isinstance(layer, nn.Module) else str(layer.__name__)


def _places(module: Any, path: str = "") -> list[tuple[str, Any]]:
    """The layers that hold no layers, each with where its parameters stand."""
    if type(module) is not nn.Sequential:
        return [(path, module)]
    found = []
    for number, layer in enumerate(module.layers):
        found += _places(layer, f"{path}.layers_{number}".lstrip("."))
    return found


@INSTRUMENTS.offer
def values(net: Any) -> tuple[Values | None, ...]:
    """The numbers of each parameter; None for one of which only the shape is known."""
    seen = models.of(net)
    known = seen.has_numbers
    return tuple(values_of(leaf) if known else None for _, leaf in _named(seen.variables))


@INSTRUMENTS.offer
def set_values(net: Any, numbers: list[Values]) -> None:
    """Put other numbers into the variables, in the order of `look`."""
    changed = models.of(net)
    named = _named(changed.variables)
    wanted = {name: array_of(one) for (name, _), one in zip(named, numbers, strict=True)}
    changed.variables = jax.tree_util.tree_map_with_path(
        lambda path, leaf: wanted.get(_name(path[1:]), leaf), changed.variables
    )
