"""The weights that Keras networks have, and those that are still to be made."""

from __future__ import annotations

from typing import Any

import keras

from graders.lab.frameworks.instruments import values_of
from graders.lab.frameworks.shared import Memory, array_of
from graders.lab.frameworks.with_keras import INSTRUMENTS
from graders.lab.observations import ParameterSeen, Part, Snapshot, Values

memory = Memory()


def leaves(net: Any, path: str = "") -> list[tuple[str, Any]]:
    """The layers that hold no layers, by place; `Input` is none."""
    if not isinstance(net, keras.Sequential):
        return [(path, net)]
    found = []
    for number, layer in enumerate(net.layers):
        found += leaves(layer, f"{path}.{number}".lstrip("."))
    return found


def due(layer: Any) -> list[str]:
    """The weights that a layer will have: Keras itself keeps no list of what is not built."""
    if isinstance(layer, keras.layers.Dense):
        return ["kernel", "bias"] if layer.use_bias else ["kernel"]
    return []


def _at(path: str, name: str) -> str:
    return f"{path}.{name}".lstrip(".")


def _held(path: str, layer: Any) -> list[ParameterSeen]:
    if not layer.built:
        dtype = layer.variable_dtype
        return [
            ParameterSeen(_at(path, name), memory.token(layer, name), None, dtype, "cpu")
            for name in due(layer)
        ]
    return [
        ParameterSeen(
            _at(path, weight.name),
            memory.token(weight),
            tuple(weight.shape),
            weight.dtype,
            "cpu",
            bool(weight.trainable),
        )
        for weight in layer.weights
    ]


@INSTRUMENTS.offer
def look(net: Any) -> Snapshot:
    """Every weight, and those that are still to be made."""
    return Snapshot(tuple(seen for path, layer in leaves(net) for seen in _held(path, layer)))


@INSTRUMENTS.offer
def parts(net: Any) -> tuple[Part, ...]:
    """The layers in the order of a forward; nested networks lie flat."""
    return tuple(Part(type(layer).__name__, tuple(_held("", layer))) for _, layer in leaves(net))


@INSTRUMENTS.offer
def values(net: Any) -> tuple[Values | None, ...]:
    """The numbers of each weight, in order, each once; None where there is none yet."""
    found: list[Values | None] = []
    for _, layer in leaves(net):
        weights = layer.get_weights()  # none as long as it is not built
        found += map(values_of, weights) if layer.built else [None] * len(due(layer))
    return tuple(found)


@INSTRUMENTS.offer
def set_values(net: Any, numbers: list[Values]) -> None:
    """Overwrite the weights, in order."""
    weights = [weight for _, layer in leaves(net) for weight in layer.weights]
    for weight, wanted in zip(weights, numbers, strict=True):
        weight.assign(array_of(wanted))
