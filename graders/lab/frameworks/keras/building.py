"""From descriptions to Keras networks.

An input size that is given for the first layer is an `Input` that stands first; one that is given
further on is a layer built by hand, `layer.build((None, 9))`: Keras has no other way. What
construction raises is kept beside the network that is left: `construction`.
"""

from __future__ import annotations

import random
import weakref
from typing import Any

import keras
import tensorflow as tf

from graders.lab.frameworks.common.shared import as_network, numbers_of, raised
from graders.lab.frameworks.keras import INSTRUMENTS
from graders.lab.observations import Raised
from graders.networks import Batch, Description, Layer, Linear, Network, ReLU

_complaints: weakref.WeakKeyDictionary[Any, Raised] = weakref.WeakKeyDictionary()


def _layer(layer: Layer, dtype: str | None, *, first: bool) -> list[Any]:
    """One layer, with what has to stand before it."""
    match layer:
        case Linear(in_features=in_features, out_features=out_features, bias=bias):
            made = keras.layers.Dense(out_features, use_bias=bias, dtype=dtype)
            if in_features is None:
                return [made]
            if first:
                return [keras.Input((in_features,), dtype=dtype), made]
            made.build((None, in_features))
            return [made]
        case ReLU():
            return [keras.layers.ReLU(dtype=dtype)]
        case Network():
            return [_sequence(layer, dtype, first=first)]
    raise NotImplementedError(f"{type(layer).__name__} in Keras")


def _sequence(network: Network, dtype: str | None, *, first: bool) -> Any:
    net = keras.Sequential()
    complaint = None
    for position, layer in enumerate(network.layers):
        for made in _layer(layer, dtype, first=first and position == 0):
            try:
                net.add(made)
            except ValueError as error:
                complaint = complaint or raised(error)
    if complaint is not None:
        _complaints[net] = complaint
    return net


def build(description: Description) -> Any:
    """A live network, or a layer; the initial values depend on the seed alone."""
    network = as_network(description)
    before = random.getstate()
    random.seed(network.seed)  # each initializer draws its own seed from Python's generator
    try:
        return _sequence(network, network.dtype, first=True)
    finally:
        random.setstate(before)


def make_batch(batch: Batch) -> Any:
    """The input that a batch describes."""
    return tf.constant(numbers_of(batch))


@INSTRUMENTS.offer
def construction(net: Any) -> Raised | None:
    """What was raised while the lab built it, None for a network that was built in peace."""
    return _complaints.get(net)
