"""What Keras' room does to networks, and what it sees of those that use their weights several times."""

from collections.abc import Callable
from typing import Any

import pytest

from graders.lab.observations import Values
from graders.networks import Linear, Network, ReLU, batch, mlp

OWN = """
import keras, tensorflow as tf
from keras import layers

def functional():
    x = inputs = keras.Input((3,))
    for layer in (layers.Dense(2), layers.ReLU(), layers.Dense(1)): x = layer(x)
    return keras.Model(inputs, x)

def used_twice():
    dense = layers.Dense(2)
    return keras.Sequential([dense, layers.ReLU(), dense])

def silent(): return keras.layers.Lambda(lambda x: [x])
def activated(): return built(keras.Sequential([layers.Dense(2, activation="tanh")]))
def own_class():
    class Own(layers.Dense): pass
    return built(keras.Sequential([Own(2)]))
def frozen():
    made = built(keras.Sequential([layers.Dense(2)])); made.layers[0].trainable = False; return made
def leaky(): return built(keras.Sequential([layers.Dense(2), layers.ReLU(negative_slope=0.1)]))
def swapped():
    made = built(keras.Sequential([layers.Dense(2)])); made.layers[0].call = tf.identity; return made
def not_built(): return keras.Sequential([layers.Dense(2)])
def of_sequences():
    made = keras.Sequential([layers.Dense(2)]); made.build((None, 4, 3)); return made
def one_layer(): return built(layers.Dense(2))
def built(made): made.build((None, 3)); return made

class Late(keras.Model):
    "Has a layer for each width, built when that width comes."
    def __init__(self):
        super().__init__()
        self.each = [layers.Dense(1) for _ in range(2)]
    def call(self, x): return self.each[x.shape[-1] - 1](x)

class FirstOnly(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)
    def call(self, x): return self.dense(x[:, :1])

class Unseen(keras.Model):
    "Has a variable that Keras does not know."
    def __init__(self):
        super().__init__()
        self.scale = tf.Variable([2.0])
    def call(self, x): return x * self.scale
"""


@pytest.fixture(scope="module")
def keras(opened: Callable[[str, str], Any]) -> Any:
    return opened("keras", OWN)


def _values(shape: tuple[int, ...], *numbers: float) -> Values:
    return Values(shape, numbers, "float32")


# --- looking ----------------------------------------------------------------------------------


def test_functional_networks_are_taken_apart_too(keras: Any) -> None:
    net = keras.call("functional")
    assert keras.measured("look", net).weight_shapes == [(3, 2), (2, 1)]
    assert keras.fed(net, batch(2, 3)).shape == (2, 1)
    assert keras.stopped(net, batch(2, 4)) == ("ValueError", None)  # the network itself refuses


def test_a_layer_that_is_used_twice_has_its_weights_once(keras: Any) -> None:
    net = keras.call("used_twice")
    keras.fed(net, batch(1, 2))
    assert keras.measured("look", net).shapes == [(2, 2), (2,)]
    assert [one.shape for one in keras.measured("values", net)] == [(2, 2), (2,)]
    assert keras.measured("shapes_held", net) == [(2,), (2, 2)]


def test_weights_are_told_apart_from_copies(keras: Any) -> None:
    net = keras.made([(2, 1)])
    tokens = keras.measured("look", net).tokens
    assert keras.measured("gone", net, tokens) == []
    other = keras.more(mlp([(2, 1)]))
    assert keras.measured("gone", other, tokens) == tokens
    assert keras.measured("what_became_of", net, net, [0]) == ["kept"]
    assert keras.measured("what_became_of", net, other, [0]) == ["replaced"]


# --- furnishing and initializing ----------------------------------------------------------------


def test_stirring_reaches_what_is_built_and_nothing_else(keras: Any) -> None:
    net = keras.made([(None, 2)])
    keras.measured("stir", net, 1)
    assert keras.measured("look", net).shapes == [None, None]
    net = keras.made([(1, 1)])
    keras.measured("stir", net, 1)
    assert keras.measured("values", net)[1].numbers != (0.0,)


def test_layers_get_an_activation_and_lose_their_training(keras: Any) -> None:
    net = keras.made([(1, 1), (1, 1)])
    keras.measured("activate", net, "tanh")
    given = [_values((1, 1), 100.0), _values((1,), 0.0)] * 2
    keras.measured("set_values", net, given)
    outputs = keras.fed(net, batch(1, 1)).output.numbers
    assert -1.0 <= outputs[0] <= 1.0
    keras.measured("activate", net, "linear")
    keras.measured("freeze", net, 1)
    assert keras.measured("sharing", net, [batch(2, 1)]) == [1]


def test_a_gate_counts_data_and_not_shapes(keras: Any) -> None:
    net = keras.made([(None, 1)])
    gated = keras.measured("gated", net)
    assert keras.measured("data_seen", gated) == 0
    keras.fed(gated, batch(2, 3))
    keras.fed(gated, batch(2, 3))
    assert keras.measured("data_seen", gated) == 2
    assert keras.measured("look", net).weight_shapes == [(3, 1)]


def test_a_recorder_tells_places_and_what_is_not_built(keras: Any) -> None:
    net = keras.made(Network((Network((Linear(None, 1), ReLU())), Linear(None, 1))))
    recorder = keras.measured("recorder")
    keras.measured("applied", net, recorder)
    assert keras.measured("met", recorder, net) == ["0.0 not built", "1 not built"]


def test_kernels_are_filled_and_other_weights_are_not(keras: Any) -> None:
    net = keras.measured("normalized", keras.made([(1, 2)]))
    keras.fed(net, batch(1, 1))
    keras.measured("filled", net, 3.0)
    numbers = [one.numbers for one in keras.measured("values", net)]
    assert numbers == [(3.0, 3.0), (0.0, 0.0), (1.0, 1.0), (0.0, 0.0)]


def test_a_filler_s_numbers_follow_from_the_shape(keras: Any) -> None:
    numbers = []
    for _ in range(2):
        net = keras.made([(2, 3)])
        keras.measured("applied", net, keras.measured("filler"))
        numbers.append(keras.measured("values", net))
    assert numbers[0] == numbers[1]


# --- sharing ------------------------------------------------------------------------------------


def test_the_gradient_of_a_layer_that_is_repeated_adds_up(keras: Any) -> None:
    net = keras.made([(1, 1)])
    keras.measured("set_values", net, [_values((1, 1), 2.0), _values((1,), 5.0)])
    twice = keras.measured("repeated", keras.measured("layer", net, 0), 2)
    # y = w (w x + b) + b, and the loss has half of it: dy/db = w + 1.
    assert keras.measured("gradient_of", twice, (1,), batch(1, 1)).numbers == (1.5,)
    assert keras.measured("gradient_of", twice, (7,), batch(1, 1)) is None
    assert keras.measured("value_of", twice, (1,)).numbers == (5.0,)
    assert keras.measured("value_of", twice, (7,)) is None


def test_padding_appends_zeros(keras: Any) -> None:
    net = keras.made([(3, 1)])
    keras.measured("set_values", net, [_values((3, 1), 0.0, 1.0, 1.0), _values((1,), 4.0)])
    padded = keras.measured("padded", net, 3)
    assert keras.fed(padded, batch(1, 1)).output.numbers == (4.0,)


def test_what_is_built_later_is_unknown_to_the_optimizer(keras: Any) -> None:
    net = keras.call("Late")
    keras.fed(net, batch(2, 1))
    optimizer = keras.measured("sgd", net)
    assert keras.measured("unknown_to", optimizer, net, [batch(2, 1)]) == []
    assert keras.measured("unknown_to", optimizer, net, [batch(2, 2)]) == [(1,), (2, 1)]


def test_a_variable_that_keras_does_not_know_is_found(keras: Any) -> None:
    net = keras.call("Unseen")
    keras.fed(net, batch(2, 1))
    optimizer = keras.measured("sgd", keras.more(mlp([(1, 1)])))
    assert keras.measured("unknown_to", optimizer, net, [batch(2, 1)]) == [(1,)]


def test_widths_share_only_what_all_of_them_use(keras: Any) -> None:
    net = keras.call("Late")
    batches = [batch(2, 1), batch(2, 2)]
    for x in batches:
        keras.fed(net, x)
    assert len(keras.measured("sharing", net, batches)) == 1


def test_columns_that_do_not_matter_are_not_felt(keras: Any) -> None:
    net = keras.call("FirstOnly")
    keras.fed(net, batch(2, 3))
    assert keras.measured("felt", net, batch(2, 3)) == [0]
    assert keras.measured("sharing", net, [batch(2, 3)]) == [3]


def test_halves_give_what_they_give_together(keras: Any) -> None:
    net = keras.made([(3, 2)])
    together = keras.fed(net, batch(4, 3)).output
    halves = keras.measured("in_halves", net, batch(4, 3)).output
    assert halves.close_to(together, relative=1e-5, absolute=1e-6)
    assert keras.measured("in_halves", net, batch(4, 5)).output.kind == "ValueError"


def test_weights_are_carried_over_or_why_not(keras: Any) -> None:
    net, other = keras.made([(3, 2)]), keras.more(mlp([(3, 2)]))
    keras.measured("stir", net, 1)
    assert keras.measured("carry_over", net, other) is None
    assert keras.measured("values", net) == keras.measured("values", other)
    narrow = keras.more(mlp([(2, 2)]))
    assert keras.measured("carry_over", net, narrow).kind == "ValueError"


def test_a_call_that_gives_no_tensor_is_an_answer_of_its_own(keras: Any) -> None:
    assert keras.fed(keras.call("silent"), batch(2, 3)).output.kind == "UnmeasurableError"


# --- plain data ---------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_is_exported_is_built_again_alike(keras: Any, dtype: str) -> None:
    layers = (Network((Linear(3, 2), ReLU())), Linear(2, 2, bias=False), ReLU(), Linear(2, 1))
    net = keras.made(Network(layers, dtype=dtype, seed=3))
    keras.fed(net, batch(1, 3, dtype=dtype))
    network, values = keras.measured("export", net)
    assert network == Network(layers, dtype=dtype)
    copy = keras.more(network)
    keras.measured("take_values", copy, values)
    assert keras.measured("values", copy) == values
    x = batch(4, 3, dtype=dtype)
    assert keras.fed(copy, x) == keras.fed(net, x)


@pytest.mark.parametrize(
    "function",
    [
        "activated",
        "own_class",
        "frozen",
        "leaky",
        "swapped",
        "not_built",
        "of_sequences",
        "one_layer",
        "used_twice",
        "functional",
    ],
)
def test_what_a_description_cannot_say_is_not_exported(keras: Any, function: str) -> None:
    assert keras.measured("export", keras.call(function)) is None
