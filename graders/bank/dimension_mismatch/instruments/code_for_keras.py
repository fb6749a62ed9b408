"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    deeds={
        "activate": (
            "for layer in dense_layers({0}): layer.activation = keras.activations.get({1})"
        ),
    },
)
