"""What only this exercise asks of live networks."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from graders import Raised
from graders.lab.frameworks.keras.tools import raised, weights_of


class _Padded(keras.layers.Layer):  # type: ignore[misc]
    """A network behind zeros that are appended to its input."""

    def __init__(self, net: Any, width: int) -> None:
        super().__init__()
        self.net = net
        self.width = width

    def call(self, x: Any) -> Any:
        return self.net(tf.pad(x, [[0, 0], [0, self.width - x.shape[-1]]]))


def padded(net: Any, width: int) -> Any:
    """The same live network, fed with inputs that are first padded with zeros to a width."""
    return _Padded(net, width)


def repeated(net: Any, times: int) -> Any:
    """A network that sends its input through one live layer so many times, a ReLU in between."""
    inputs = outputs = keras.Input((net.units,))
    for number in range(times):
        outputs = net(keras.layers.ReLU()(outputs) if number else outputs)
    return keras.Model(inputs, outputs)


def carry_over(net: Any, other: Any) -> Raised | None:
    """Give `other` the weights of a network, as anyone does; what was raised, or None."""
    try:
        other.set_weights(net.get_weights())
    except Exception as error:  # noqa: BLE001  the networks may be anybody's
        return raised(error)
    return None


def shapes_held(net: Any) -> list[tuple[int, ...]]:
    """The shapes of all weights that are there, each weight once, sorted."""
    return sorted(tuple(weight.shape) for weight in weights_of(net))
