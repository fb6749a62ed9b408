"""The weights that Keras networks have, and those that are still to be made."""

from __future__ import annotations

from typing import Any

import keras

from graders.lab.frameworks.common.shared import Memory
from graders.lab.frameworks.keras import INSTRUMENTS
from graders.lab.observations import ParameterSeen, Part, Snapshot

memory = Memory()


_CHAINS = (keras.Sequential, type(keras.Model(one := keras.Input((1,)), one)))
"""Networks that say of which layers they consist: `Sequential`, and functional ones."""


def leaves(net: Any, path: str = "") -> list[tuple[str, Any]]:
    """The layers that no such network can be taken apart into, by place; `Input` is none."""
    if not isinstance(net, _CHAINS):
        return [(path, net)]
    inside = [layer for layer in net.layers if not isinstance(layer, keras.layers.InputLayer)]
    found = []
    for number, layer in enumerate(inside):
        found += leaves(layer, f"{path}.{number}".lstrip("."))
    return found


def weights_of(net: Any) -> list[Any]:
    """The weights that are there, in order, each once."""
    there = [weight for _, layer in leaves(net) for weight in layer.weights]
    return list({id(weight): weight for weight in there}.values())


def due(layer: Any) -> list[str]:
    """The weights that a layer will have: Keras itself keeps no list of what is not built."""
    if isinstance(layer, keras.layers.Dense):
        return ["kernel", "bias"] if layer.use_bias else ["kernel"]
    return []


def _at(path: str, name: str) -> str:
    return f"{path}.{name}".lstrip(".")


def _held(path: str, layer: Any) -> list[ParameterSeen]:
    if not layer.built and due(layer):
        dtype = layer.variable_dtype
        return [
            ParameterSeen(_at(path, name), memory.token(layer, name), None, dtype, "cpu")
            for name in due(layer)
        ]
    return [
        ParameterSeen(
            _at(path, weight.name if due(layer) else weight.path),
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
def gone(net: Any, tokens: list[int]) -> list[int]:
    """Which of the weights that are known by these tokens the network does not have any more."""
    there = {memory.token(weight) for weight in weights_of(net)}
    return [token for token in tokens if token not in there]


def _became(layer: Any, there: set[int]) -> str:
    if id(layer.weights[0]) not in there:
        return "replaced"
    kept = all(id(weight) in there for weight in layer.weights)
    return "kept" if kept else "kept without its bias"
