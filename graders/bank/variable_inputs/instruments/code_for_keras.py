"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    looks={
        "shapes_held": "sorted(tuple(w.shape) for w in {0}.weights)",
    },
    deeds={
        "padded": "lambda x: {0}(keras.ops.pad(x, [(0, 0), (0, {1} - x.shape[-1])]))",
        "repeated": "run_again_and_again({0}, times={1})",
        "carry_over": "{1}.set_weights({0}.get_weights())",
    },
)
