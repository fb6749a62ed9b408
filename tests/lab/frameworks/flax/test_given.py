"""What Flax's room makes and measures of variables, and what is pinned of Flax for it."""

from collections.abc import Callable
from typing import Any

import pytest

from graders.lab.messages import Handle
from graders.lab.observations import Stop, Values
from graders.networks import batch

TRIED = """
import flax, jax, jax.numpy as jnp, numpy as np
from flax import linen as nn
key = jax.random.key(0)

def kind(run):
    try:
        run()
    except Exception as error:
        return type(error).__name__
    return None

def half_given():
    net, half = nn.Dense(2), {"params": {"kernel": jnp.ones((3, 2))}}
    return kind(lambda: net.apply(half, jnp.ones((1, 3))))

def completed_like_init():
    net, x = nn.Sequential([nn.Dense(2), nn.relu, nn.Dense(3)]), jnp.ones((1, 4))
    whole = net.init(key, x)
    part = {"params": {"layers_0": whole["params"]["layers_0"]}}
    _, filled = net.apply(part, x, rngs={"params": key}, mutable=["params"])
    same = jax.tree.map(lambda a, b: bool((a == b).all()), whole, filled)
    return all(jax.tree.leaves(same))

def drawn_by_path():
    x = jnp.ones((1, 3))
    alone = nn.Dense(2).init(key, x)["params"]["kernel"]
    inside = nn.Sequential([nn.Dense(2)]).init(key, x)["params"]["layers_0"]["kernel"]
    return bool((alone != inside).any())

def same_name_twice():
    class Twice(nn.Module):
        @nn.compact
        def __call__(self, x): return nn.Dense(2, name="a")(nn.Dense(2, name="a")(x))
    return kind(lambda: Twice().init(key, jnp.ones((1, 2))))

def an_ordinary_dict():
    return type(nn.Dense(2).init(key, jnp.ones((1, 2)))).__name__

def far_away():
    x = jax.ShapeDtypeStruct((1, 10**12), jnp.float32)
    return jax.eval_shape(nn.Dense(2).init, key, x)["params"]["kernel"].shape

def same_draws(name, shape):
    quick = getattr(jax.random, name)
    bounds = (-2.0, 2.0) if name == "truncated_normal" else ()
    drawn = [f(jax.random.key(3), *bounds, tuple(shape)) for f in (quick, quick.__wrapped__)]
    return quick is not quick.__wrapped__ and bool((drawn[0] == drawn[1]).all())

def traced_draws():
    traced = jax.jit(lambda key: jax.random.normal(key, (5,)))(key)
    return bool(jnp.allclose(traced, jax.random.normal(key, (5,))))

class Backwards(nn.Module):
    def setup(self):
        self.z, self.a = nn.Dense(3), nn.Dense(2)
    def __call__(self, x):
        return self.a(nn.relu(self.z(x)))

def backwards(): return Backwards()
def arrays(): return {"params": {"kernel": np.ones((1, 2))}}
def a_tree_of_numbers(): return {"params": {"kernel": 1.0}}
def sequence(): return nn.Sequential([nn.Dense(3), nn.relu, nn.Dense(2, use_bias=False)])
def nested(): return nn.Sequential([nn.Sequential([nn.Dense(3), nn.relu]), nn.Dense(2)])
def other_numbers(): return nn.Sequential([nn.Dense(2, kernel_init=nn.initializers.ones)])
def other_dtype(): return nn.Sequential([nn.Dense(2, dtype=jnp.bfloat16)])
def other_function(): return nn.Sequential([nn.Dense(2), nn.tanh])
def named(): return nn.Sequential([nn.Dense(2, name="mine")])
def one_layer(): return nn.Dense(2)
def twice():
    layer = nn.Dense(2)
    return nn.Sequential([layer, layer])
class Own(nn.Sequential):
    pass
def own(): return Own([nn.Dense(2)])
def numbers(): return [1, 2]
"""


@pytest.fixture(scope="module")
def flax(opened: Callable[[str, str], Any]) -> Any:
    return opened("flax", TRIED)


def made(flax: Any, features: list[int], make: str = "sequence") -> Any:
    return flax.measured("module", features, make)


# --- what Flax does ---------------------------------------------------------------------------


def test_a_missing_bias_stops_apply(flax: Any) -> None:
    assert flax.call("half_given") == "ScopeParamNotFoundError"


def test_a_mutable_apply_draws_what_init_draws(flax: Any) -> None:
    assert flax.call("completed_like_init") is True


def test_numbers_depend_on_the_path(flax: Any) -> None:
    assert flax.call("drawn_by_path") is True


def test_a_name_is_given_once(flax: Any) -> None:
    assert flax.call("same_name_twice") == "NameInUseError"


def test_variables_are_an_ordinary_dict(flax: Any) -> None:
    assert flax.call("an_ordinary_dict") == "dict"


def test_any_size_can_be_inferred(flax: Any) -> None:
    assert flax.call("far_away") == (10**12, 2)


@pytest.mark.parametrize("name", ["normal", "uniform", "truncated_normal"])
@pytest.mark.parametrize("shape", [(), (1,), (3, 5), (127,), (129,), (2, 3, 100)])
def test_quick_draws_are_the_same_to_the_bit(flax: Any, name: str, shape: tuple[int, ...]) -> None:
    assert flax.call("same_draws", name, list(shape)) is True


def test_draws_can_be_traced(flax: Any) -> None:
    assert flax.call("traced_draws") is True


# --- modules and variables --------------------------------------------------------------------


def test_each_make_has_its_names(flax: Any) -> None:
    found = {
        make: sorted(flax.measured("deferred_mlp/inferred_at", made(flax, [2, 2], make), 2))
        for make in ("sequence", "nested", "MLP", "Counting", "Tied")
    }
    assert found["sequence"][0] == "params/layers_0/bias"
    assert found["nested"][0] == "params/layers_0/layers_0/bias"
    assert found["MLP"][0] == "params/Dense_0/bias"
    assert found["Counting"][0] == "counters/rows"
    assert found["Tied"] == ["params/Dense_0/bias", "params/Dense_0/kernel"]


def test_branches_have_an_input_each(flax: Any) -> None:
    net = made(flax, [1, 2], "Branches")
    shapes = flax.measured("inferred", net, batch(2, 3), batch(2, 4))
    assert [s for path, s in shapes.items() if path.endswith("kernel")] == [(3, 1), (4, 2)]


def test_parameters_come_in_the_order_of_use(flax: Any) -> None:
    net = flax.call("backwards")
    flax.fed(net, batch(2, 4))
    assert list(flax.shapes(net)) == ["z.kernel", "z.bias", "a.kernel", "a.bias"]
    assert flax.measured("look", net).weight_shapes == [(4, 3), (3, 2)]


@pytest.mark.parametrize("make", ["sequence", "nested", "MLP"])
def test_what_is_given_has_the_names_of_the_module(flax: Any, make: str) -> None:
    net = made(flax, [3, 1], make)
    variables = flax.measured("dimension_mismatch/given", net, [(5, 3), (None, 1)], 0)
    assert sorted(flax.measured("shapes_in", variables).values()) == [(3,), (5, 3)]
    lacking = flax.measured("partial_specification/lacking", net, variables, 5)
    wanted = flax.measured("deferred_mlp/inferred_at", net, 5)
    assert len(lacking) == 2
    assert {*lacking, *flax.measured("shapes_in", variables)} == wanted.keys()


def test_a_part_can_be_kept_and_grown(flax: Any) -> None:
    net = made(flax, [3])
    variables = flax.measured("partial_specification/part_of", net, 2, [True], [True, False], 0)
    found = flax.measured("shapes_in", variables)
    assert found == {"params/layers_0/kernel": (3, 3), "params/layers_0/bias": (3,)}


def test_where_apply_stops(flax: Any) -> None:
    assert flax.measured("dimension_mismatch/stop", [(2, 3), (3, 1)], 2) is None
    assert flax.measured("dimension_mismatch/stop", [(2, 3), (4, 1)], 2) == Stop(1, 3, 4)
    assert flax.measured("dimension_mismatch/stop", [(2, 3), (None, 1)], 2) == Stop(1, 3, None)
    assert flax.measured("dimension_mismatch/stop", [(None, 3)], 2) == Stop(0, 2, None)


def test_kernels_after_batches(flax: Any) -> None:
    assert flax.measured("dimension_mismatch/kernels_after", [(None, 3), (None, 1)], [2, 5]) == [
        (2, 3),
        (3, 1),
    ]
    assert flax.measured("dimension_mismatch/kernels_after", [(9, 3), (None, 1)], [2, 5]) == [
        (9, 3),
        None,
    ]


def test_numpy_s_arrays_are_variables_too(flax: Any) -> None:
    assert isinstance(flax.call("arrays"), Handle)
    assert flax.call("a_tree_of_numbers") == {"params": {"kernel": 1.0}}


def test_nothing_holds_nothing(flax: Any) -> None:
    assert flax.measured("shapes_in", {}) == {}
    assert flax.measured("shapes_in", None) == {}


# --- initializers -----------------------------------------------------------------------------


def test_a_recorder_meets_parameters_alone(flax: Any) -> None:
    net, recorder = made(flax, [2], "Counting"), flax.measured("explicit_init/recorder")
    flax.measured("explicit_init/shown", flax.measured("initial", net, 0, batch(1, 3)), recorder)
    expected = ["MLP_0/Dense_0/bias (2,)", "MLP_0/Dense_0/kernel (3, 2)", "scale (2,)"]
    assert flax.measured("explicit_init/met", recorder) == expected


def test_filled_kernels(flax: Any) -> None:
    variables = flax.measured("initial", made(flax, [1], "Counting"), 0, batch(1, 2))
    numbers = flax.measured("numbers_in", flax.measured("explicit_init/filled", variables, 7.0))
    assert numbers["params/MLP_0/Dense_0/kernel"].numbers == (7.0, 7.0)
    assert numbers["params/MLP_0/Dense_0/bias"].numbers == (0.0,)
    assert numbers["params/scale"].numbers == (1.0,)


def test_inputs_can_be_looked_at_again(flax: Any) -> None:
    inputs = flax.measured("inputs", batch(1, 2), batch(1, 3))
    shapes = [values.shape for values in flax.measured("explicit_init/numbers_of_inputs", inputs)]
    assert shapes == [(1, 2), (1, 3)]


# --- sharing ----------------------------------------------------------------------------------


def test_gradients_and_what_is_felt(flax: Any) -> None:
    net = made(flax, [2])
    gradient = flax.measured("gradient_of", net, (3, 2), batch(4, 3))
    assert gradient.shape == (3, 2)
    assert flax.measured("gradient_of", net, (9, 9), batch(4, 3)) is None
    assert flax.measured("felt", net, batch(4, 3)) == [0, 1, 2]
    assert flax.measured("sharing", net, [batch(4, 3), batch(2, 3)]) == [3, 3]


def test_padding_and_stirring(flax: Any) -> None:
    net = made(flax, [2])
    said = flax.fed(net, batch(4, 3))
    behind = flax.measured("variable_inputs/padded", net, 3)
    assert flax.fed(behind, batch(4, 3)) == said
    assert flax.fed(behind, batch(4, 2)).shape == (4, 2)
    flax.measured("stir", net, 0)
    assert flax.fed(net, batch(4, 3)) != said


def test_halves(flax: Any) -> None:
    net, x = made(flax, [2]), batch(4, 3)
    together = flax.fed(net, x).output
    halves = flax.measured("in_halves", net, x).output
    assert halves.close_to(together, relative=1e-5, absolute=1e-6)


# --- networks as plain data -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sequence", "nested"])
def test_a_copy_of_what_is_exported_says_the_same(flax: Any, name: str) -> None:
    net = flax.call(name)
    said = flax.fed(net, batch(2, 4))
    network, values = flax.measured("export", net)
    assert all(isinstance(one, Values) for one in values)
    copy = flax.more(network)
    flax.measured("take_values", copy, values)
    assert flax.measured("values", copy) == values
    assert flax.fed(copy, batch(2, 4)) == said


def test_what_has_no_variables_is_exported_without(flax: Any) -> None:
    net = flax.call("sequence")
    network, values = flax.measured("export", net)
    assert values == ()
    copy = flax.more(network)
    flax.measured("take_values", copy, values)
    assert flax.fed(copy, batch(2, 4)) == flax.fed(net, batch(2, 4))


@pytest.mark.parametrize(
    "name",
    [
        "other_numbers",
        "other_dtype",
        "other_function",
        "named",
        "one_layer",
        "twice",
        "own",
        "backwards",
    ],
)
def test_what_a_description_cannot_say_is_not_exported(flax: Any, name: str) -> None:
    assert flax.measured("export", flax.call(name)) is None


def test_shapes_alone_are_not_exported(flax: Any) -> None:
    net = flax.call("sequence")
    flax.measured("infer", net, batch(2, 4))
    assert flax.measured("export", net) is None


def test_what_is_no_network_is_not_exported(flax: Any) -> None:
    assert flax.measured("export", flax.call("arrays")) is None
    assert flax.measured("export", flax.call("numbers")) is None
