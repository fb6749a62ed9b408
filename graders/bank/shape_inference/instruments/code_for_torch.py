"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    looks={
        "parameters_by_layer": (
            "[{{name: tuple(p.shape) for name, p in layer.named_parameters()}} for layer in {0}]"
        ),
    },
    deeds={
        "shape_after": "{0}({1}).shape[1:]",
    },
)
