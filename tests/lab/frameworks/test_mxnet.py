"""What MXNet's room measures, and what MXNet itself does, under `npx.set_np()`."""

from collections.abc import Callable
from typing import Any

import pytest

from graders.networks import Linear, Network, ReLU, batch

TRIED = """
import mxnet as mx
from mxnet import np, npx
from mxnet.gluon import nn

def kind(run):
    try:
        run()
    except Exception as error:
        return type(error).__name__
    return None

def net(*sizes):
    made = nn.HybridSequential()
    for size in sizes:
        made.add(nn.Dense(4, **({} if size is None else {"in_units": size})))
    return made

def before_initialize():
    made = net(None)
    return [made[0].weight.shape, kind(made[0].weight.data)]

def before_data():
    made = net(None)
    made.initialize()
    return [kind(made[0].weight.data), made[0].bias.data().shape]

def later(x_shape):
    made = net(None)
    made.initialize()
    return [kind(lambda: made(np.ones(x_shape))), made[0].weight.shape]

def tied():
    one, other = nn.Dense(2), nn.Dense(2)
    def share(): other.weight = one.weight
    return kind(share)

def drawn(size):
    made = net(size)
    mx.random.seed(1)
    made.initialize()
    made(np.ones((1, 3)))
    return round(float(made[0].weight.data().sum()), 5)

def model(): return net(None)
def without_np(): npx.reset_np()
def has_np(): return npx.is_np_array()
"""


@pytest.fixture(scope="module")
def mxnet(opened: Callable[[str, str], Any]) -> Any:
    return opened("mxnet", TRIED)


# --- what MXNet does --------------------------------------------------------------------------


def test_before_initialize_sizes_are_unknown_and_there_are_no_data(mxnet: Any) -> None:
    assert mxnet.call("before_initialize") == [(4, -1), "RuntimeError"]


def test_after_it_weights_are_deferred_and_biases_have_data(mxnet: Any) -> None:
    assert mxnet.call("before_data") == ["DeferredInitializationError", (4,)]


@pytest.mark.parametrize(
    ("shape", "kind", "weight"),
    [
        ((20,), None, (4, 1)),
        ((2, 4, 5), None, (4, 20)),
        ((2, 0), "AssertionError", (4, -1)),
    ],
)
def test_all_but_the_first_dimension_are_features(
    mxnet: Any, shape: tuple[int, ...], kind: str | None, weight: tuple[int, ...]
) -> None:
    assert mxnet.call("later", shape) == [kind, weight]


def test_weights_are_not_tied_by_rebinding_them(mxnet: Any) -> None:
    assert mxnet.call("tied") == "AssertionError"


def test_one_seed_gives_the_same_numbers_deferred_or_not(mxnet: Any) -> None:
    assert mxnet.call("drawn", None) == mxnet.call("drawn", 3)


# --- what the lab measures --------------------------------------------------------------------


def test_constructing_initializes_nothing(mxnet: Any) -> None:
    net = mxnet.measured("constructed", mxnet.made(Network((Linear(3, 2), Linear(None, 1)))))
    assert mxnet.measured("look", net).weight_shapes == [None, None]
    shapes = mxnet.measured("known_shapes", net)
    assert shapes["0.weight"] == (2, 3)
    assert shapes["1.weight"] == (1, -1)
    mxnet.measured("initialize", net, 0)
    assert mxnet.measured("look", net).weight_shapes == [(2, 3), None]


def test_what_is_known_is_initialized_when_it_is_asked_for(mxnet: Any) -> None:
    net = mxnet.made([(3, 2), (None, 1)])
    assert mxnet.shapes(net) == {
        "0.weight": (2, 3),
        "0.bias": (2,),
        "2.weight": None,
        "2.bias": (1,),
    }
    assert mxnet.measured("values", net)[2] is None
    mxnet.fed(net, batch(2, 3))
    assert mxnet.measured("look", net).weight_shapes == [(2, 3), (1, 2)]


def test_a_width_that_does_not_fit_leaves_all_as_it_was(mxnet: Any) -> None:
    net = mxnet.made([(None, 3), (None, 2)])
    mxnet.fed(net, batch(2, 4))
    assert mxnet.stopped(net, batch(2, 5)) == ("MXNetError", (0, 5, 4))
    assert mxnet.fed(net, batch(2, 4)).shape == (2, 2)


def test_half_way_what_came_before_is_initialized(mxnet: Any) -> None:
    net = mxnet.made([(None, 8), (9, 4), (None, 2)])
    assert mxnet.stopped(net, batch(2, 5)) == ("MXNetError", (1, 8, 9))
    assert mxnet.measured("look", net).weight_shapes == [(8, 5), (4, 9), None]


def test_hybridized_it_is_all_or_nothing(mxnet: Any) -> None:
    net = mxnet.made([(None, 8), (9, 4), (None, 2)])
    mxnet.measured("hybridize", net)
    refused = mxnet.fed(net, batch(2, 5))
    assert "Deferred initialization failed" in refused.output.message
    assert refused.stop is None
    assert mxnet.measured("look", net).weight_shapes == [None, (4, 9), None]


def test_values_can_be_given_and_decide_the_output(mxnet: Any) -> None:
    net = mxnet.made([(2, 1)])
    weight, bias = mxnet.measured("values", net)
    given = [type(weight)((1, 2), (0.0, 0.0), "float32"), type(bias)((1,), (7.0,), "float32")]
    mxnet.measured("set_values", net, given)
    assert mxnet.fed(net, batch(1, 2)).output.numbers == (7.0,)


def test_names_that_are_counted_are_left_out_of_messages(mxnet: Any) -> None:
    messages = set()
    for _ in range(2):
        net = mxnet.measured("constructed", mxnet.made([(None, 2)]))
        messages.add(mxnet.fed(net, batch(1, 2)).output.message)
    [message] = messages
    assert "dense_weight" in message


def test_a_batch_on_its_way(mxnet: Any) -> None:
    net = mxnet.made([(None, 3), (None, 2)])
    trace = mxnet.measured("trace", net, batch(2, 4))
    assert trace.shapes == ((2, 4), (2, 3), (2, 3), (2, 2))
    stopped = mxnet.measured("trace", net, batch(2, 5))
    assert (stopped.shapes, stopped.stopped.kind) == (((2, 5),), "MXNetError")


def test_networks_of_a_submission_are_live(mxnet: Any) -> None:
    assert mxnet.call("model").kind == "HybridSequential"


def test_nested_networks_lie_flat(mxnet: Any) -> None:
    net = mxnet.made(Network((Network((Linear(None, 3), ReLU())), Linear(None, 2))))
    mxnet.fed(net, batch(2, 4))
    kinds = [part.kind for part in mxnet.measured("parts", net)]
    assert kinds == ["Dense", "Activation", "Dense"]


def test_what_is_global_is_put_back(mxnet: Any) -> None:
    mxnet.call("without_np")
    assert mxnet.call("has_np") is True


@pytest.mark.parametrize("sealed", ["mxnet"], indirect=True)
def test_it_runs_sealed(sealed: Any) -> None:
    net = sealed.made([(None, 8), (None, 2)])
    assert sealed.fed(net, batch(2, 5)).shape == (2, 2)
