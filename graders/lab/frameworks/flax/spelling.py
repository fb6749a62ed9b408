"""How descriptions are written in Flax (linen)."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from graders.lab.frameworks.common.spelling import Spelling, parts
from graders.lab.frameworks.flax import by_hand
from graders.lab.frameworks.flax.recipe import RECIPE
from graders.networks import Batch, DType, Layer, Layers, Linear, Network, ReLU


def _layer(layer: Layer, dtype: str) -> str:
    match layer:
        case Linear(out_features=out_features, bias=bias):
            return f"nn.Dense({out_features}{'' if bias else ', use_bias=False'}{dtype})"
        case ReLU():
            return "nn.relu"
        case Network(layers=layers):
            return f"nn.Sequential([{', '.join(_layer(inner, dtype) for inner in layers)}])"
    return repr(layer)


def _dtype(name: str | None) -> str:
    return f", dtype=jnp.{name}" if name else ""


def _code(value: Any) -> str:
    match value:
        case Layers():
            return _code(value.network())
        case Network(dtype=dtype):
            return _layer(value, _dtype(dtype))
        case Linear() | ReLU():
            return _layer(value, "")
        case Batch(shape=shape, seed=seed, dtype=dtype):
            return f"jax.random.normal(jax.random.key({seed}), {shape}{_dtype(dtype)})"
        case DType(name=name):
            return f"jnp.{name}"
        case Struct():
            return parts(value, _code)
        case _:
            return repr(value)


SPELLING = Spelling(
    RECIPE.title,
    _code,
    by_hand.FLAX,
    looks=frozenset(by_hand.FLAX_LOOKS),
    views=by_hand.FLAX_VIEWS,
    names=by_hand.FLAX_NAMES,
)
