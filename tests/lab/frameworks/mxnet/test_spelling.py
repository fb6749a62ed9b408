"""What is shown as MXNet code says what MXNet is asked for: in names that Gluon has, or that tell."""

import pytest

from graders.lab.frameworks.common.spelling import written
from graders.lab.frameworks.spellings import SPELLINGS
from graders.networks import Batch, BatchNorm, Linear, Network, ReLU, mlp

SPELLING = SPELLINGS["mxnet"]


@pytest.mark.parametrize(
    ("described", "code"),
    [
        (Linear(None, 3), "nn.Dense(3)"),
        (Linear(2, 3, bias=False), "nn.Dense(3, in_units=2, use_bias=False)"),
        (ReLU(), "nn.Activation('relu')"),
        (BatchNorm(None), "nn.BatchNorm()"),
        (BatchNorm(4), "nn.BatchNorm(in_channels=4)"),
        (Batch((2, 3)), "np.ones((2, 3))"),
        (Batch((2, 3), dtype="float64"), "np.ones((2, 3), dtype='float64')"),
        ([(None, 8)], "[(None, 8)]"),
        (mlp([(None, 1)]), "initialized(sequential(nn.Dense(1)))"),
        (
            Network((Network((Linear(1, 1),)), ReLU())),
            "initialized(sequential(sequential(nn.Dense(1, in_units=1)), nn.Activation('relu')))",
        ),
    ],
)
def test_what_is_described_is_written_as_gluon_has_it(described: object, code: str) -> None:
    assert SPELLING.code(described) == code


def test_a_network_that_is_only_constructed_is_asked_for_nothing() -> None:
    by_hand = SPELLING.instruments["constructed"]
    code = SPELLING.code(mlp([(None, 1)]))
    assert written(by_hand, [code]) == "sequential(nn.Dense(1))"
    assert written(by_hand, ["net"]) == "anew(net)"


# How many arguments each instrument takes that code is shown for.
TAKEN = 3


@pytest.mark.parametrize("name", sorted(SPELLING.instruments))
def test_every_instrument_has_its_line(name: str) -> None:
    by_hand = SPELLING.instruments[name]
    if isinstance(by_hand, str):
        line = written(by_hand, ["net", "x", "y"][:TAKEN])
        assert "{" not in line.replace("{name: ", "")
        compile(line.partition(";")[0].replace("with autograd", "pass  # "), name, "exec")


def test_what_only_looks_has_a_line_too() -> None:
    assert SPELLING.looks <= SPELLING.instruments.keys()


def test_gradients_are_looked_for_by_their_shape() -> None:
    line = written(SPELLING.instruments["gradient_of"], ["net", "(1, 2)", "x"])
    assert "loss.backward()" in line
    assert "p.shape == (1, 2)" in line
