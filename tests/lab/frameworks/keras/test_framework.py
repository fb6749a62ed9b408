"""What Keras' room measures, and what Keras itself does: a version that means something else shows here."""

from collections.abc import Callable
from typing import Any

import pytest

from graders.networks import Linear, Network, ReLU, batch

TRIED = """
import keras, numpy as np, tensorflow as tf
from keras import layers

def kind(run):
    try:
        run()
    except Exception as error:
        return type(error).__name__
    return None

def net(*before): return keras.Sequential([*before, layers.Dense(4), layers.Dense(2)])
def built(made): return [layer.built for layer in made.layers]

def unbuilt(tmp="never.weights.h5"):
    made = net()
    return [made.get_weights(), kind(made.count_params), kind(lambda: made.save_weights(tmp))]

def by_input(): return built(net(keras.Input((3,))))

def by_hand():
    made = net()
    made.layers[1].build((None, 4))
    return built(made)

def rank():
    made = net()
    made(np.ones((2, 3)))
    return kind(lambda: made(np.ones((2, 2, 3))))

def tied():
    one, other = layers.Dense(2), layers.Dense(2)
    one.build((None, 3)), other.build((None, 3))
    def share(): other.kernel = one.kernel
    return kind(share)

def drawn(way):
    keras.utils.set_random_seed(1)
    made = net(*([keras.Input((3,))] if way == "input" else []))
    if way == "build":
        made.build((None, 3))
    if way == "call":
        made(np.zeros((1, 3)))
    return [round(float(w.sum()), 5) for w in made.get_weights()]

def model(): return net()
def shape(x): return tf.constant(x).shape
def doubled(): keras.config.set_floatx("float64")
def floats(): return keras.config.floatx()
"""


@pytest.fixture(scope="module")
def keras(opened: Callable[[str, str], Any]) -> Any:
    return opened("keras", TRIED)


# --- what Keras does --------------------------------------------------------------------------


def test_what_is_not_built_has_no_weights_and_cannot_be_counted(keras: Any) -> None:
    assert keras.call("unbuilt") == [[], "ValueError", "ValueError"]


def test_with_an_input_everything_is_built_at_construction(keras: Any) -> None:
    assert keras.call("by_input") == [True, True]


def test_a_layer_that_is_built_by_hand_is_the_only_one(keras: Any) -> None:
    assert keras.call("by_hand") == [False, True]


def test_another_rank_is_refused_once_it_is_built(keras: Any) -> None:
    assert keras.call("rank") == "ValueError"


def test_weights_are_not_tied_by_rebinding_them(keras: Any) -> None:
    assert keras.call("tied") == "ValueError"


def test_one_seed_gives_the_same_numbers_whichever_way_it_is_built(keras: Any) -> None:
    drawn = [keras.call("drawn", way) for way in ("input", "build", "call")]
    assert drawn[0] == drawn[1] == drawn[2]


# --- what the lab measures --------------------------------------------------------------------


def test_weights_that_are_still_to_be_made_are_seen(keras: Any) -> None:
    net = keras.made([(None, 3), (None, 2)])
    before = keras.measured("look", net)
    assert before == keras.measured("look", net)
    assert before.named_shapes == dict.fromkeys(("0.kernel", "0.bias", "2.kernel", "2.bias"))
    assert keras.measured("values", net) == (None,) * 4
    assert keras.measured("construction", net) is None
    keras.fed(net, batch(2, 4))
    assert keras.measured("look", net).weight_shapes == [(4, 3), (3, 2)]


def test_a_first_size_builds_all_and_a_later_one_that_layer(keras: Any) -> None:
    net = keras.made([(5, 3), (None, 2)])
    assert keras.measured("look", net).weight_shapes == [(5, 3), (3, 2)]
    net = keras.made([(None, 3), (3, 2), (None, 1)])
    assert keras.measured("look", net).weight_shapes == [None, (3, 2), None]


def test_what_construction_raises_is_kept_beside_what_it_leaves(keras: Any) -> None:
    net = keras.made([(5, 8), (9, 4), (None, 2)])
    assert keras.measured("construction", net).kind == "ValueError"
    assert keras.measured("look", net).weight_shapes == [(5, 8), (9, 4), None]


def test_a_width_that_does_not_fit_leaves_all_as_it_was(keras: Any) -> None:
    net = keras.made([(None, 3), (None, 2)])
    keras.fed(net, batch(2, 4))
    assert keras.stopped(net, batch(2, 5)) == ("ValueError", (0, 5, 4))
    assert keras.fed(net, batch(2, 4)).shape == (2, 2)


def test_a_failure_half_way_builds_what_came_before_and_poisons_the_network(keras: Any) -> None:
    net = keras.made([(None, 8), (9, 4), (None, 2)])
    assert keras.stopped(net, batch(2, 5)) == ("ValueError", (1, 8, 9))
    assert keras.measured("look", net).weight_shapes == [(5, 8), (9, 4), None]
    for retried in (batch(2, 6), batch(3, 5)):
        refused = keras.fed(net, retried)
        assert "has already been configured" in refused.output.message
        assert refused.stop is None
        seen = keras.measured("trace", net, retried)
        assert (seen.shapes, seen.at_layer) == ((retried.shape,), False)
    assert keras.measured("trace", net, batch(2, 5)).at_layer


def test_values_can_be_given_and_decide_the_output(keras: Any) -> None:
    net = keras.made([(2, 1)])
    kernel, bias = keras.measured("values", net)
    given = [type(kernel)((2, 1), (0.0, 0.0), "float32"), type(bias)((1,), (7.0,), "float32")]
    keras.measured("set_values", net, given)
    assert keras.fed(net, batch(1, 2)).output.numbers == (7.0,)


def test_the_description_s_seed_decides_the_numbers(keras: Any) -> None:
    values = [
        keras.measured("values", keras.made(Network((Linear(3, 2),), seed=seed)))
        for seed in (1, 1, 2)
    ]
    assert values[0] == values[1] != values[2]


def test_a_batch_on_its_way(keras: Any) -> None:
    net = keras.made([(None, 3), (None, 2)])
    trace = keras.measured("trace", net, batch(2, 4))
    assert trace.shapes == ((2, 4), (2, 3), (2, 3), (2, 2))
    assert trace.stopped is None
    stopped = keras.measured("trace", net, batch(2, 5))
    assert (stopped.shapes, stopped.stopped.kind) == (((2, 5),), "ValueError")


def test_networks_of_a_submission_are_live_and_their_shapes_plain(keras: Any) -> None:
    assert keras.call("model").kind == "Sequential"
    assert keras.call("shape", [1.0, 2.0]) == (2,)


def test_nested_networks_lie_flat(keras: Any) -> None:
    net = keras.made(Network((Network((Linear(None, 3), ReLU())), Linear(None, 2))))
    keras.fed(net, batch(2, 4))
    assert [part.kind for part in keras.measured("parts", net)] == ["Dense", "ReLU", "Dense"]


def test_what_is_global_is_put_back(keras: Any) -> None:
    keras.call("doubled")
    assert keras.call("floats") == "float32"


@pytest.mark.parametrize("sealed", ["keras"], indirect=True)
def test_it_runs_sealed(sealed: Any) -> None:
    net = sealed.made([(None, 8), (None, 2)])
    assert sealed.fed(net, batch(2, 5)).shape == (2, 2)
