"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    deeds={
        "added": "lambda x: sum(layer(x) for layer in {0})",
        "padded": "lambda x: {0}(nn.functional.pad(x, (0, {1} - x.shape[-1])))",
        "moved": "{0}.to({1})",
    },
)
