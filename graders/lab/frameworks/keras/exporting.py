"""Networks as plain data: what they are made of, and their values, to be built again elsewhere.

Only what Keras' own `Sequential`, `Dense` and `ReLU` make up is exported: classes by identity.
"""

from __future__ import annotations

from typing import Any

import keras
from msgspec.structs import replace

from graders.lab.frameworks.common.instruments import values_of
from graders.lab.frameworks.keras import INSTRUMENTS
from graders.lab.frameworks.keras.looking import leaves, weights_of
from graders.lab.observations import Values
from graders.networks import Layer, Linear, Network, ReLU

_KINDS = (keras.Sequential, keras.layers.Dense, keras.layers.ReLU)


class _NotPlainError(Exception):
    """The network has something in it that a description cannot say."""


@INSTRUMENTS.offer
def export(net: Any) -> tuple[Network, tuple[Values | None, ...]] | None:
    """The network's description and the values of its weights; None if it is no plain one.

    What is half built is none: a description has no word for a network whose first call failed.
    """
    try:
        made = _layer(net)
        dtype = _dtype(net)
        _refuse_other_axes(net)
    except _NotPlainError:
        return None
    if not isinstance(made, Network):  # where a single layer stops, no layer is counted
        return None
    held = tuple(values_of(weight.numpy()) for weight in weights_of(net))
    return replace(made, dtype=dtype), held


def _refuse_other_axes(net: Any) -> None:
    """A network holds on to the rank of its first batch; a description speaks of rows only."""
    inputs = getattr(net, "inputs", None) or [None]
    if len(getattr(inputs[0], "shape", ())) != 2:  # noqa: PLR2004
        raise _NotPlainError


def _dtype(net: Any) -> str | None:
    """The one dtype of a network of which everything is built, in training, and there once."""
    inside = [layer for _, layer in leaves(net)]
    dtypes = {layer.dtype_policy.name for layer in inside}
    whole = net.built and all(layer.built and layer.trainable for layer in inside)
    if not whole or len(dtypes) != 1 or len(set(map(id, inside))) < len(inside):
        raise _NotPlainError
    return str(dtypes.pop())


def _layer(layer: Any) -> Layer:
    if type(layer) not in _KINDS or "call" in vars(layer) or not layer.built:
        raise _NotPlainError
    if type(layer) is keras.Sequential:
        return Network(tuple(map(_layer, layer.layers)))
    if type(layer) is keras.layers.ReLU and _is_usual(layer):
        return ReLU()
    if type(layer) is keras.layers.Dense and layer.activation is keras.activations.linear:
        in_features, out_features = layer.kernel.shape
        return Linear(in_features, out_features, bias=layer.use_bias)
    raise _NotPlainError


def _is_usual(layer: Any) -> bool:
    return (layer.max_value, layer.negative_slope, layer.threshold) == (None, 0, 0)
