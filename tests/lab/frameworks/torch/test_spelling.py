"""What is shown as code is code: pasted, it makes what it describes."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.frameworks.torch.framework import FRAMEWORK
from graders.lab.frameworks.torch.looking import look
from graders.networks import (
    Batch,
    BatchNorm,
    Conv2d,
    Dropout,
    Flatten,
    Layer,
    Layers,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
)
from graders.strategies.mlps import partial_mlps

CODE = SPELLINGS["torch"].code


@given(partial_mlps().drawn, st.sampled_from([None, "float64"]), st.sampled_from([None, "meta"]))
def test_a_network_s_code_builds_the_same_network(
    layers: Layers, dtype: str | None, device: str | None
) -> None:
    network = layers.network(dtype=dtype, device=device)
    pasted = eval(CODE(network), {"nn": nn, "torch": torch})
    assert repr(pasted) == repr(FRAMEWORK.build(network))
    seen, pasted_seen = look(FRAMEWORK.build(network)), look(pasted)
    assert (seen.dtypes, seen.devices) == (pasted_seen.dtypes, pasted_seen.devices)


@given(st.builds(Linear, st.none() | st.integers(1, 9), st.integers(1, 9), st.booleans()))
def test_a_layer_s_code_builds_the_same_layer(layer: Linear) -> None:
    assert repr(eval(CODE(layer), {"nn": nn})) == repr(FRAMEWORK.build(layer))


LAYERS = [
    Conv2d(None, 3),
    Conv2d(2, 3, 5, stride=2, padding=1, bias=False),
    BatchNorm(None),
    BatchNorm(None, rank=2),
    BatchNorm(4),
    BatchNorm(4, rank=2),
    MaxPool2d(2),
    Flatten(),
    Dropout(0.25),
    Network((Linear(None, 2), Network((ReLU(), Linear(2, 2))))),
]


@pytest.mark.parametrize("layer", LAYERS, ids=CODE)
def test_every_layer_s_code_builds_the_same_layer(layer: Layer) -> None:
    assert repr(eval(CODE(layer), {"nn": nn})) == repr(FRAMEWORK.build(layer))
    network = Network((layer,), dtype="float64", device="meta")
    pasted = eval(CODE(network), {"nn": nn, "torch": torch})
    assert repr(pasted) == repr(FRAMEWORK.build(network))
    assert look(pasted).dtypes == look(FRAMEWORK.build(network)).dtypes


def test_a_rectifier_s_code() -> None:
    assert CODE(ReLU()) == "nn.ReLU()"
    assert CODE(ReLU(inplace=True)) == "nn.ReLU(inplace=True)"


def test_a_batch_s_code_has_its_shape_and_dtype() -> None:
    pasted = eval(CODE(Batch((2, 3), dtype="float64")), {"torch": torch})
    assert (tuple(pasted.shape), pasted.dtype) == ((2, 3), torch.float64)


def test_plain_data_is_itself() -> None:
    assert CODE([(None, 8)]) == "[(None, 8)]"
