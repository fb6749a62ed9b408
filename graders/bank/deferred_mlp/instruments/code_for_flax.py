"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

_INFERRED_AT = (
    "jax.eval_shape({0}.init, jax.random.key(0), jax.ShapeDtypeStruct((1, {1}), jnp.float32))"
)


def _abstract(net: str, *inputs: str) -> str:
    return f"jax.eval_shape({', '.join([f'{net}.init', 'jax.random.key(0)', *inputs])})"


SPELLING = OwnSpelling(
    looks={
        "inferred_at": _INFERRED_AT,
    },
    deeds={
        "abstract": _abstract,
    },
)
