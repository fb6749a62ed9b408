"""Descriptions: frozen, comparable, and the same after a trip through JSON."""

import msgspec
import pytest
from hypothesis import given

from graders.networks import Batch, Layers, Linear, Network, ReLU, batch, mlp
from graders.strategies.mlps import partial_mlps


@given(partial_mlps().drawn)
def test_sizes_and_mlp_are_inverse(layers: Layers) -> None:
    assert mlp(layers.sizes) == layers


@given(partial_mlps().drawn)
def test_a_relu_stands_between_two_layers_and_nowhere_else(layers: Layers) -> None:
    inside = layers.network().layers
    assert list(inside[::2]) == list(layers.linear)
    assert set(inside[1::2]) <= {ReLU()}
    assert len(inside) == 2 * len(layers.linear) - 1


@given(partial_mlps().drawn)
def test_descriptions_survive_json(layers: Layers) -> None:
    network = layers.network(seed=3, device="cpu", dtype="float64")
    assert msgspec.json.decode(msgspec.json.encode(network), type=Network) == network


def test_descriptions_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Linear(None, 3).out_features = 4  # type: ignore[misc]


def test_batch_takes_its_shape_as_arguments() -> None:
    assert batch(2, 5, seed=1) == Batch((2, 5), seed=1)
