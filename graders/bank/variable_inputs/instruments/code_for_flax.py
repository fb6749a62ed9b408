"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    deeds={
        "padded": "lambda x: {0}.apply(variables, jnp.pad(x, ((0, 0), (0, {1} - x.shape[-1]))))",
    },
)
