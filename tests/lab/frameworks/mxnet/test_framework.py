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


# --- what exercises ask about -------------------------------------------------------------------


def test_constructed_deferred_and_initialized_are_told_apart(mxnet: Any) -> None:
    net = mxnet.measured("constructed", mxnet.made(Network((Linear(3, 2), Linear(None, 1)))))
    assert set(mxnet.measured("stages", net).values()) == {"constructed"}
    mxnet.measured("initialize", net, 0)
    assert mxnet.measured("stages", net) == {
        "0.weight": "initialized",
        "0.bias": "initialized",
        "1.weight": "deferred",
        "1.bias": "initialized",
    }


def test_what_has_data_is_passed_over_and_what_is_deferred_is_deferred_anew(mxnet: Any) -> None:
    net = mxnet.measured("constructed", mxnet.made([(2, 1), (None, 1)]))
    for value in (3.0, 4.0):
        mxnet.measured("initialize_with", net, mxnet.measured("constant_init", value))
    mxnet.fed(net, batch(1, 2))
    known, _, deferred, _ = mxnet.measured("values", net)
    assert (known.numbers, deferred.numbers) == ((3.0, 3.0), (4.0,))


def test_a_layer_s_own_initializer_is_what_fills_it(mxnet: Any) -> None:
    net = mxnet.made([(2, 1)])
    mxnet.measured("insisting", net, 5.0)
    mxnet.measured("filled_anew", net, mxnet.measured("constant_init", 1.0))
    assert mxnet.measured("values", net)[0].numbers == (5.0, 5.0)


def test_what_became_of_layers_is_told_by_their_parameters(mxnet: Any) -> None:
    net = mxnet.made([(2, 1), (1, 1)])
    assert mxnet.measured("what_became_of", net, net, [0, 1]) == ["kept", "kept"]
    copy = mxnet.measured("copied", net)
    assert mxnet.measured("what_became_of", net, copy, [1]) == ["replaced"]
    tokens = mxnet.measured("look", net).tokens
    assert mxnet.measured("replaced", net, tokens) == []
    assert len(mxnet.measured("replaced", copy, tokens)) == len(tokens)


def test_parameters_are_carried_over_and_missing_ones_are_missed(mxnet: Any) -> None:
    net = mxnet.made([(2, 1)])
    other = mxnet.more(mxnet_layers(1))
    kept = mxnet.measured("saved", net)
    mxnet.measured("stir", net, 1)
    assert mxnet.measured("moved_since", net, kept)[0][1] > 0
    assert mxnet.measured("restore", net, kept) is None
    assert mxnet.measured("moved_since", net, kept) == [("0.weight", 0.0), ("0.bias", 0.0)]
    assert mxnet.measured("restore", other, kept).kind == "AssertionError"


def mxnet_layers(count: int) -> Network:
    return Network((*(ReLU() for _ in range(count)), Linear(2, 1)))


def test_a_trainer_that_lacks_a_parameter_is_found_out(mxnet: Any) -> None:
    net, other = mxnet.made([(2, 1)]), mxnet.more(mxnet_layers(0))
    trainer = mxnet.measured("trainer", other)
    assert mxnet.measured("unknown_to", trainer, other, [batch(1, 2)]) == []
    assert mxnet.measured("unknown_to", trainer, net, [batch(1, 2)]) == [(1,), (1, 2)]


def test_gradients_columns_and_halves(mxnet: Any) -> None:
    net = mxnet.made([(2, 1)])
    assert mxnet.measured("gradient_of", net, (1, 2), batch(3, 2)).shape == (1, 2)
    assert mxnet.measured("gradient_of", net, (9, 9), batch(3, 2)) is None
    assert mxnet.measured("felt", net, batch(3, 2)) == [0, 1]
    assert mxnet.measured("sharing", net, [batch(3, 2)]) == [2]
    halves = mxnet.measured("in_halves", net, batch(4, 2)).output
    assert halves.close_to(mxnet.fed(net, batch(4, 2)).output, relative=1e-5, absolute=1e-6)
    padded = mxnet.measured("padded", net, 2)
    assert mxnet.fed(padded, batch(1, 1)).shape == (1, 1)
    layer = mxnet.measured("layer", net, 0)
    assert mxnet.fed(mxnet.measured("added", [layer, layer]), batch(1, 2)).shape == (1, 1)


@pytest.mark.parametrize("sizes", [[(2, 3), (3, 1)], [(None, 3), (4, 1)]])
def test_plain_networks_are_handed_out_with_their_values(mxnet: Any, sizes: Any) -> None:
    net = mxnet.made(sizes)
    network, values = mxnet.measured("export", net)
    assert values == mxnet.measured("values", net)
    again = mxnet.more(network)
    mxnet.measured("take_values", again, values)
    assert mxnet.measured("values", again) == values
    assert mxnet.shapes(again) == mxnet.shapes(net)


def test_what_no_description_says_is_not_handed_out(mxnet: Any) -> None:
    net = mxnet.made([(2, 1)])
    assert mxnet.measured("export", mxnet.measured("constructed", net)) is None
    assert mxnet.measured("export", mxnet.measured("layer", net, 0)) is None
    layer = mxnet.measured("layer", net, 0)
    assert mxnet.measured("export", mxnet.measured("added", [layer, layer])) is None
    mxnet.measured("hybridize", net)
    assert mxnet.measured("export", net) is None


def test_branches_take_an_input_each_and_count(mxnet: Any) -> None:
    net = mxnet.measured("branches", [mxnet.made([(2, 1)])])
    assert mxnet.measured("repeated_forwards", net) == 0
    assert mxnet.shapes(net) == {"0.0.weight": (1, 2), "0.0.bias": (1,)}
