"""What Flax's room measures, and what Flax itself does: a version that means something else shows here."""

from collections.abc import Callable
from typing import Any

import pytest

from graders.networks import Linear, Network, ReLU, batch

TRIED = """
import jax, jax.numpy as jnp
from flax import linen as nn
key = jax.random.key(0)

def kind(run):
    try:
        run()
    except Exception as error:
        return type(error).__name__
    return None

def refusals():
    net, x = nn.Dense(2), jnp.ones((1, 3))
    variables = net.init(key, x)
    return {
        "params": kind(lambda: net.params),
        "call": kind(lambda: net(x)),
        "apply": kind(lambda: net.apply({}, x)),
        "width": kind(lambda: net.apply(variables, jnp.ones((1, 4)))),
        "size": kind(lambda: nn.Dense(2, in_features=3)),
        "empty": kind(lambda: net.init(key, jnp.ones((1, 0)))),
    }

def init_of_a_shape():
    return nn.Dense(4).init(key, (2, 20))["params"]["kernel"].shape

def shapes_only():
    tree = jax.eval_shape(nn.Dense(10**6).init, key, jax.ShapeDtypeStruct((1, 10**6), jnp.float32))
    return tree["params"]["kernel"].shape

class Branches(nn.Module):
    def setup(self):
        self.used, self.unused = nn.Dense(2), nn.Dense(2)
    def __call__(self, x):
        return self.used(x)

def called_only():
    return sorted(Branches().init(key, jnp.ones((1, 3)))["params"])

def same_key_same_numbers():
    one, other = (nn.Dense(2).init(key, x) for x in (jnp.ones((1, 3)), jnp.zeros((5, 3))))
    return bool((one["params"]["kernel"] == other["params"]["kernel"]).all())

def module(): return nn.Sequential([nn.Dense(3), nn.relu, nn.Dense(2)])
def variables(): return nn.Dense(2).init(key, jnp.ones((1, 3)))
def widened(): jax.config.update("jax_enable_x64", True)
def wide(): return jax.config.jax_enable_x64
"""


@pytest.fixture(scope="module")
def flax(opened: Callable[[str, str], Any]) -> Any:
    return opened("flax", TRIED)


# --- what Flax does ---------------------------------------------------------------------------


def test_what_it_refuses(flax: Any) -> None:
    assert flax.call("refusals") == {
        "params": "AttributeError",
        "call": "CallCompactUnboundModuleError",
        "apply": "ScopeCollectionNotFound",
        "width": "ScopeParamShapeError",
        "size": "TypeError",  # there is no partial specification
        "empty": "ZeroDivisionError",
    }


def test_a_shape_given_to_init_is_taken_as_data(flax: Any) -> None:
    assert flax.call("init_of_a_shape") == (2, 4)


def test_shapes_are_inferred_without_memory(flax: Any) -> None:
    assert flax.call("shapes_only") == (10**6, 10**6)


def test_a_module_that_is_never_called_has_no_parameters(flax: Any) -> None:
    assert flax.call("called_only") == ["used"]


def test_the_key_decides_alone(flax: Any) -> None:
    assert flax.call("same_key_same_numbers") is True


# --- what the lab measures --------------------------------------------------------------------


def test_before_a_forward_there_is_nothing(flax: Any) -> None:
    net = flax.made([(20, 8), (None, 2)])
    assert flax.shapes(net) == {}
    assert flax.measured("values", net) == ()
    kinds = [(part.kind, part.parameters) for part in flax.measured("parts", net)]
    assert kinds == [("Dense", ()), ("relu", ()), ("Dense", ())]


def test_the_first_forward_initializes_and_later_ones_keep(flax: Any) -> None:
    net = flax.made([(None, 3), (None, 2)])
    first = flax.fed(net, batch(2, 4))
    made = {
        "layers_0.kernel": (4, 3),
        "layers_0.bias": (3,),
        "layers_2.kernel": (3, 2),
        "layers_2.bias": (2,),
    }
    assert flax.shapes(net) == made
    assert flax.measured("look", net).weight_shapes == [(4, 3), (3, 2)]
    assert flax.fed(net, batch(2, 4)) == first
    assert flax.stopped(net, batch(2, 5)) == ("ScopeParamShapeError", (0, 5, 4))
    assert flax.shapes(net) == made


def test_sizes_that_are_given_cannot_be_said(flax: Any) -> None:
    assert flax.measured("unsaid", flax.made([(5, 8), (9, 4), (None, 2)])) == 2
    assert flax.measured("unsaid", flax.made(Network((Network((Linear(1, 2),)), ReLU())))) == 1


def test_layers_come_in_the_order_of_a_forward(flax: Any) -> None:
    net = flax.made([(None, 1)] * 12)
    flax.measured("infer", net, batch(1, 1))
    numbers = [int(name.split("_")[1].split(".")[0]) for name in flax.shapes(net)]
    assert numbers == sorted(numbers)


def test_inferring_gives_shapes_and_no_numbers_until_a_forward(flax: Any) -> None:
    net = flax.made([(None, 3)])
    assert flax.measured("infer", net, batch(2, 4)) is None
    assert flax.measured("look", net).weight_shapes == [(4, 3)]
    assert flax.measured("values", net) == (None, None)
    flax.fed(net, batch(2, 4))
    assert None not in flax.measured("values", net)


def test_values_can_be_given_and_decide_the_output(flax: Any) -> None:
    net = flax.made([(None, 1)])
    flax.fed(net, batch(1, 2))
    kernel, bias = flax.measured("values", net)
    zeros = [type(kernel)((2, 1), (0.0, 0.0), "float32"), type(bias)((1,), (7.0,), "float32")]
    flax.measured("set_values", net, zeros)
    assert flax.fed(net, batch(1, 2)).output.numbers == (7.0,)


def test_a_batch_on_its_way(flax: Any) -> None:
    net = flax.made([(None, 3), (None, 2)])
    trace = flax.measured("trace", net, batch(2, 4))
    assert trace.shapes == ((2, 4), (2, 3), (2, 3), (2, 2))
    assert flax.measured("trace", net, batch(2, 5)).stopped.kind == "ScopeParamShapeError"


def test_modules_and_variables_of_a_submission_are_live(flax: Any) -> None:
    net = flax.call("module")
    assert net.kind == "Sequential"
    flax.fed(net, batch(2, 4))
    assert flax.measured("look", net).weight_shapes == [(4, 3), (3, 2)]
    assert flax.call("variables").kind == "dict"


def test_nested_networks_lie_flat(flax: Any) -> None:
    net = flax.made(Network((Network((Linear(None, 3), ReLU())), Linear(None, 2))))
    flax.fed(net, batch(2, 4))
    assert [part.kind for part in flax.measured("parts", net)] == ["Dense", "relu", "Dense"]
    assert all(part.parameters for part in flax.measured("parts", net) if part.kind == "Dense")


def test_what_is_global_is_put_back(flax: Any) -> None:
    flax.call("widened")
    assert flax.call("wide") is False


@pytest.mark.parametrize("sealed", ["flax"], indirect=True)
def test_it_runs_sealed(sealed: Any) -> None:
    net = sealed.made([(None, 8), (None, 2)])
    assert sealed.fed(net, batch(2, 5)).shape == (2, 2)
