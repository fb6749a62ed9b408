"""From descriptions to Gluon networks, in the three steps that Gluon has.

`build` constructs and asks for initialization, as the textbook does before it sends data;
`constructed` only constructs. What is still open then waits for data.
"""

from __future__ import annotations

import weakref
from typing import Any

import mxnet as mx
from mxnet import np
from mxnet.gluon import Block, nn

from graders.lab.frameworks.common.shared import as_network, numbers_of
from graders.lab.frameworks.mxnet import INSTRUMENTS
from graders.networks import Batch, BatchNorm, Description, Layer, Linear, Network, ReLU

_described: weakref.WeakKeyDictionary[Block, Network] = weakref.WeakKeyDictionary()


def _layer(layer: Layer, dtype: str) -> Any:
    match layer:
        case Linear(in_features=in_features, out_features=out_features, bias=bias):
            given = {} if in_features is None else {"in_units": in_features}
            return nn.Dense(out_features, use_bias=bias, dtype=dtype, **given)
        case ReLU():
            return nn.Activation("relu")
        case BatchNorm(features=features):
            return nn.BatchNorm(in_channels=features or 0)
        case Network(layers=layers):
            return _sequence(layers, dtype)
    raise NotImplementedError(f"{type(layer).__name__} in MXNet")


def _sequence(layers: tuple[Layer, ...], dtype: str) -> Any:
    net = nn.HybridSequential()  # it runs like Sequential until it is hybridized
    for layer in layers:
        net.add(_layer(layer, dtype))
    return net


def _constructed(network: Network) -> Any:
    return _sequence(network.layers, network.dtype or "float32")


def build(description: Description) -> Any:
    """A live network for which initialization has been asked, with the description's seed."""
    network = as_network(description)
    net = _constructed(network)
    initialize(net, network.seed)
    _described[net] = network
    return net


@INSTRUMENTS.offer
def constructed(net: Block) -> Block:
    """The network as it was before initialization was asked for: constructed anew."""
    return _constructed(_described[net])


@INSTRUMENTS.offer
def initialize(net: Block, seed: int) -> None:
    """Ask for initialization. What is deferred draws later."""
    mx.random.seed(seed)
    net.initialize()


def make_batch(batch: Batch) -> Any:
    """The input that a batch describes."""
    return np.array(numbers_of(batch), dtype=batch.dtype or "float32")
