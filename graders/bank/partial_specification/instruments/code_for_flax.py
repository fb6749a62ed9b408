"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

_INFERRED_AT = (
    "jax.eval_shape({0}.init, jax.random.key(0), jax.ShapeDtypeStruct((1, {1}), jnp.float32))"
)

SPELLING = OwnSpelling(
    deeds={
        "lacking": _INFERRED_AT.replace("{1}", "{2}") + "  # and not in {1}",
        "part_of": "some_variables_for({0}, {1}, kept={2}, too_large={3})",
    },
)
