"""What the variables of a Flax model hold. Before `init` there is nothing: not even a name."""

from __future__ import annotations

from typing import Any

from flax import linen as nn
from msgspec import structs

from graders.lab.frameworks.common.shared import Memory
from graders.lab.frameworks.flax import INSTRUMENTS
from graders.lab.frameworks.flax.building import Model, models
from graders.lab.frameworks.flax.trees import PARAMETERS, leaves_of
from graders.lab.observations import ParameterSeen, Part, Snapshot

memory = Memory()


def held(model: Model) -> dict[str, Any]:
    """Parameters by path, as a forward comes to need them: a tree is sorted by text."""
    leaves = leaves_of(model.variables)
    rank = {path: number for number, path in enumerate(model.order)}
    paths = sorted(leaves, key=lambda path: rank.get(path, len(rank)))
    return {path: leaves[path] for path in paths if path.startswith(PARAMETERS)}


def name_of(path: str) -> str:
    """The place of a parameter in a module: its path with dots, the collection left out."""
    return path.removeprefix(PARAMETERS).replace("/", ".")


def _seen(name: str, leaf: Any) -> ParameterSeen:
    return ParameterSeen(name, memory.token(leaf), tuple(leaf.shape), str(leaf.dtype), "cpu")


@INSTRUMENTS.offer
def look(net: Any) -> Snapshot:
    """Every parameter that there is by now."""
    return Snapshot(tuple(_seen(name_of(path), x) for path, x in held(models.of(net)).items()))


@INSTRUMENTS.offer
def parts(net: Any) -> tuple[Part, ...]:
    """The layers in the order of a forward, each with what the variables hold for it."""
    by_layer: dict[str, list[ParameterSeen]] = {}
    for seen in look(net).parameters:
        path, _, name = seen.name.rpartition(".")
        by_layer.setdefault(path, []).append(structs.replace(seen, name=name))
    return tuple(
        Part(_kind(layer), tuple(by_layer.get(path, ())))
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
