"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    looks={
        "met": "seen",
        "numbers_of_inputs": "{0}",
    },
    deeds={
        "recorder": "lambda name, array: seen.append(name) or array",
        "filler": "lambda name, array: jnp.linspace(1, 2, array.size).reshape(array.shape)",
        "shown": "{{name: {1}(name, array) for name, array in {0}['params'].items()}}",
        "filled": "apply_init(net, inputs, seed, constant({1}))",
    },
    names={
        "Recorder": "init",
    },
)
