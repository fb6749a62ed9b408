"""What only this exercise asks of live networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from graders.lab.frameworks.keras.tools import due, leaves


class _Gate(keras.layers.Layer):  # type: ignore[misc]
    """Lets everything through, and counts how often it was data, and not only a shape."""

    def __init__(self) -> None:
        super().__init__()
        self.data = 0

    def call(self, x: Any) -> Any:
        self.data += not (isinstance(x, keras.KerasTensor) or tf.is_symbolic_tensor(x))
        return x

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape


def gated(net: Any) -> Any:
    """A network of a layer that watches what comes, and of the live network behind it."""
    return keras.Sequential([_Gate(), net])


def normalized(net: Any) -> Any:
    """The live network, and behind it a layer whose weights are no kernels."""
    return keras.Sequential([net, keras.layers.LayerNormalization()])


def data_seen(net: Any) -> int:
    """How often data came through the gate of a network."""
    return sum(layer.data for _, layer in leaves(net) if isinstance(layer, _Gate))


class Recorder:
    """An initializer that only notes what it is given, and whether that has its weights."""

    def __init__(self) -> None:
        self.seen: list[tuple[object, bool]] = []

    def __call__(self, layer: object) -> None:
        """Note a layer. What else may come is noted too."""
        self.seen.append((layer, bool(due(layer)) and not getattr(layer, "built", True)))


def recorder() -> Recorder:
    """An initializer that notes what it is given and changes nothing."""
    return Recorder()


def met(recorder: Recorder, net: Any) -> list[str]:
    """Which of the layers that have weights a recorder was given, by place, sorted."""
    places = {id(layer): path for path, layer in leaves(net) if layer.weights or due(layer)}
    return sorted(
        places[id(layer)] + (" not built" if waits else "")
        for layer, waits in recorder.seen
        if id(layer) in places
    )


def filler() -> Callable[[Any], None]:
    """An initializer that fills a layer's weights with numbers that their shape decides.

    A network that is given by mistake, or for good measure, is passed over.
    """

    def fill(layer: Any) -> None:
        for weight in layer.weights if due(layer) else ():
            drawn = np.random.default_rng(len(weight.shape)).standard_normal(tuple(weight.shape))
            weight.assign(drawn.astype(weight.dtype))

    return fill


def applied(net: Any, init: Callable[[Any], None]) -> None:
    """Let an initializer see every layer that is no network."""
    for _, layer in leaves(net):
        init(layer)


def filled(net: Any, value: float) -> None:
    """Fill the kernels of all Dense layers; their biases become 0."""
    for _, layer in leaves(net):
        for weight in layer.weights if due(layer) else ():
            weight.assign(np.full(weight.shape, value if len(weight.shape) > 1 else 0.0))
