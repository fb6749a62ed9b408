"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    looks={
        "known_shapes": "{{name: p.shape for name, p in {0}.collect_params().items()}}",
        "open_shapes": "[p.shape for p in {0}.collect_params().values()]",
    },
)
