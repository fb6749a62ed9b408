"""What the variables of a Flax model hold. Before `init` there is nothing: not even a name."""

from __future__ import annotations

from typing import Any

from flax import linen as nn
from msgspec import structs

from graders.lab.frameworks.common.instruments import values_of
from graders.lab.frameworks.common.shared import Memory, array_of
from graders.lab.frameworks.flax import INSTRUMENTS
from graders.lab.frameworks.flax.building import Model, models
from graders.lab.frameworks.flax.trees import PARAMETERS, leaves_of, tree_of
from graders.lab.observations import ParameterSeen, Part, Snapshot, Values

memory = Memory()


def _held(model: Model) -> dict[str, Any]:
    """Parameters by path, as a forward comes to need them: a tree is sorted by text."""
    leaves = leaves_of(model.variables)
    rank = {path: number for number, path in enumerate(model.order)}
    paths = sorted(leaves, key=lambda path: rank.get(path, len(rank)))
    return {path: leaves[path] for path in paths if path.startswith(PARAMETERS)}


def _name(path: str) -> str:
    return path.removeprefix(PARAMETERS).replace("/", ".")


def _seen(name: str, leaf: Any) -> ParameterSeen:
    return ParameterSeen(name, memory.token(leaf), tuple(leaf.shape), str(leaf.dtype), "cpu")


@INSTRUMENTS.offer
def look(net: Any) -> Snapshot:
    """Every parameter that there is by now."""
    return Snapshot(tuple(_seen(_name(path), x) for path, x in _held(models.of(net)).items()))


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
    return tuple(values_of(leaf) if known else None for leaf in _held(seen).values())


@INSTRUMENTS.offer
def set_values(net: Any, numbers: list[Values]) -> None:
    """Put other numbers into the variables, in the order of `look`."""
    changed = models.of(net)
    wanted = {path: array_of(one) for path, one in zip(_held(changed), numbers, strict=True)}
    changed.variables = tree_of({**leaves_of(changed.variables), **wanted})
