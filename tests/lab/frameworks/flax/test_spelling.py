"""What is shown as Flax's code."""

import ast

import pytest

from graders.bank.dimension_mismatch.flax_cases import Given
from graders.lab.frameworks.common.spelling import written
from graders.lab.frameworks.spellings import SPELLINGS
from graders.networks import Batch, DType, Linear, Network, ReLU, mlp

SPELLING = SPELLINGS["flax"]


def said(instrument: str, *arguments: object) -> str:
    return written(SPELLING.instruments[instrument], [SPELLING.code(one) for one in arguments])


def test_networks() -> None:
    assert SPELLING.code(mlp([(None, 3), (4, 2)])) == (
        "nn.Sequential([nn.Dense(3), nn.relu, nn.Dense(2)])"
    )
    nested = Network((Network((Linear(None, 2, bias=False),)), ReLU()), dtype="bfloat16")
    assert SPELLING.code(nested) == (
        "nn.Sequential([nn.Sequential([nn.Dense(2, use_bias=False, dtype=jnp.bfloat16)]), nn.relu])"
    )


def test_data() -> None:
    assert SPELLING.code(Batch((2, 3))) == "jax.random.normal(jax.random.key(0), (2, 3))"
    assert SPELLING.code(DType("float32")) == "jnp.float32"
    assert SPELLING.code([(None, 8)]) == "[(None, 8)]"
    assert SPELLING.code(Given(((None, 1),), 2)).startswith("sizes=((None, 1),), in_features=2")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        ("sequence", "nn.Sequential([nn.Dense(2), nn.relu, nn.Dense(1)])"),
        ("nested", "nn.Sequential([nn.Sequential([nn.Dense(2)]), nn.Sequential([nn.relu, nn.Dense(1)])])"),
        ("MLP", "MLP((2, 1))"),
        ("Branches", "Branches((2, 1))"),
    ],
)  # fmt: skip
def test_modules_by_their_make(make: str, code: str) -> None:
    assert said("module", [2, 1], make) == code


def test_a_tied_module() -> None:
    assert said("module", [3, 3], "Tied") == "tied(3, 2)"


def test_where_apply_stops() -> None:
    held = "{'params': {'layers_0': {'kernel': jnp.ones((2, 3)), 'bias': jnp.zeros(3)}}}"
    net = "nn.Sequential([nn.Dense(3), nn.relu, nn.Dense(1)])"
    assert said("stop", [(2, 3), (None, 1)], 2) == f"{net}.apply({held}, jnp.ones((2, 2)))"


def test_kernels_after_batches() -> None:
    nothing = said("kernels_after", [(None, 3)], [2, 5])
    assert "nn.Sequential([nn.Dense(3)]).init(jax.random.key(0), jnp.ones((2, 2)))" in nothing
    assert ".init(" not in said("kernels_after", [(4, 3)], [2])


@pytest.mark.parametrize("name", sorted(SPELLING.instruments))
def test_what_is_told_is_python(name: str) -> None:
    arguments = {
        "stop": ("[(1, 1)]", "2"),
        "kernels_after": ("[(1, 1)]", "[2]"),
        "module": ("[1]", "'MLP'"),
    }.get(name, ("net", "1", "[2]", "[3]", "4"))
    ast.parse(written(SPELLING.instruments[name], list(arguments)))


@pytest.mark.parametrize("view", SPELLING.views.values())
def test_views_are_python(view: str) -> None:
    ast.parse(view.format("net"))
