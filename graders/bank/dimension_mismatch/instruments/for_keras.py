"""What only this exercise asks of live networks."""

from __future__ import annotations

from typing import Any

import keras

from graders.lab.frameworks.keras.tools import leaves


def activate(net: Any, name: str) -> None:
    """Give each Dense layer an activation of its own."""
    for _, layer in leaves(net):
        if isinstance(layer, keras.layers.Dense):
            layer.activation = keras.activations.get(name)
