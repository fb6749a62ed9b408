"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    looks={
        "data_seen": "{0}.layers[0].data",
        "met": "[layer for layer in seen if layer.weights]",
    },
    deeds={
        "gated": "keras.Sequential([CountsData(), {0}])",
        "normalized": "keras.Sequential([{0}, layers.LayerNormalization()])",
        "recorder": "(seen := []).append",
        "filler": "lambda layer: [w.assign(keras.random.normal(w.shape)) for w in layer.weights]",
        "applied": "for layer in dense_layers({0}): {1}(layer)",
        "filled": "for layer in dense_layers({0}): constant({1})(layer)",
    },
    names={
        "Recorder": "init",
    },
)
