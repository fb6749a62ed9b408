"""What is shown as code is code: pasted, it makes what it describes, and every instrument has some."""

import ast
import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from owned import whole_spelling

from graders import Lived
from graders.app.environments import command_for, installed
from graders.doctor.asked import instruments_asked
from graders.judging.exercises import Bank
from graders.lab.frameworks.common.spelling import written
from graders.lab.lab import Lab
from graders.lab.limits import Limits
from graders.lab.messages import Build, Call, Clear, Load, Measure, Returned
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.networks import Batch, DType, Linear, Network, ReLU, batch, mlp

KERAS = whole_spelling("keras")
CODE = KERAS.code

PASTED = """
import math
import keras
from keras import layers

def built(layer, in_features):
    layer.build((None, in_features))
    return layer

def pasted(code): return eval(code)
def shape(code): return tuple(eval(code).shape)
def dtype(code): return str(eval(code).dtype).split("'")[1]
"""


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    found = installed("keras")
    if found is None:
        pytest.skip(f"keras is not installed: {command_for('keras')}")
    limits, allowance = Limits(call_seconds=60.0), Allowance(memory=4096)
    labs = SealedLabs("keras", "", limits, allowance, environment=found.environment)
    with contextlib.closing(labs), labs.submission() as opened:
        opened.ask(Load(PASTED.encode(), "pasted", "pasted.py"))
        yield opened


def _has(lab: Lab, request: Any) -> Any:
    reply = lab.ask(request)
    assert isinstance(reply, Returned), reply
    return reply.value


NETWORKS = [
    Network((Linear(None, 2),)),
    Network((Linear(3, 2, bias=False), ReLU(), Linear(None, 1))),
    Network((Linear(None, 2), ReLU(), Linear(5, 1))),
    Network((Network((Linear(3, 2), ReLU())), Linear(None, 1)), dtype="float64"),
    mlp([(1, 2), (None, 3), (3, 1)]).network(),
]


@pytest.mark.parametrize("network", NETWORKS, ids=CODE)
def test_a_network_s_code_builds_the_same_network(lab: Lab, network: Network) -> None:
    _has(lab, Clear(0))
    made, pasted = _has(lab, Build(network)), _has(lab, Call("pasted", (CODE(network),)))
    seen, pasted_seen = (_has(lab, Measure("look", (net,))) for net in (made, pasted))
    assert seen.named_shapes == pasted_seen.named_shapes
    assert seen.dtypes == pasted_seen.dtypes
    assert _has(lab, Measure("parts", (made,)))[0].kind == "Dense"


@pytest.mark.parametrize("x", [batch(2, 3), Batch((2, 1, 3), dtype="float64"), batch(0, 3)])
def test_a_batch_s_code_has_its_shape_and_dtype(lab: Lab, x: Batch) -> None:
    assert _has(lab, Call("shape", (CODE(x),))) == x.shape
    assert _has(lab, Call("dtype", (CODE(x),))) == (x.dtype or "float32")


def test_plain_data_and_cases_are_written_as_what_they_are_made_of() -> None:
    assert CODE([(None, 8)]) == "[(None, 8)]"
    assert CODE(DType("float64")) == "'float64'"
    assert CODE(Lived(mlp([(None, 1)]))).startswith("layers=keras.Sequential([layers.Dense(1)])")
    assert CODE(Linear(4, 2)) == "built(layers.Dense(2), 4)"


@pytest.mark.parametrize("name", sorted(KERAS.views))
def test_every_view_is_code(name: str) -> None:
    ast.parse(written(KERAS.views[name], ["net"]))


@pytest.mark.parametrize("name", sorted(KERAS.instruments))
def test_what_is_done_by_hand_is_code(name: str) -> None:
    arguments = ["net", "(2, 3)", "x"]
    code = written(KERAS.instruments[name], arguments[: 3 if name == "gradient_of" else 9])
    ast.parse(code)
    assert "net" in code or name in ("recorder", "filler", "met")


def test_whatever_the_checks_measure_can_be_told() -> None:
    told = {name.rpartition("/")[2] for name in KERAS.instruments}
    asked = {
        instrument.name
        for exercise in Bank(framework="keras").exercises
        for instrument in instruments_asked(exercise.checks)
    }
    asked.remove("initialize")  # only asked where a new network waits to be told
    assert asked <= told
    assert "gone" in asked
