"""What can be done to the layers of a network before it is handed over."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from graders.lab.frameworks.keras import INSTRUMENTS
from graders.lab.frameworks.keras.looking import leaves, weights_of


@INSTRUMENTS.offer
def stir(net: Any, seed: int) -> None:
    """Add noise to every weight that is there: what is 0 or dead by chance comes to life."""
    generator = np.random.default_rng(seed)
    for weight in weights_of(net):
        noise = generator.standard_normal(tuple(weight.shape))
        weight.assign_add(noise.astype(weight.dtype))


@INSTRUMENTS.offer
def activate(net: Any, name: str) -> None:
    """Give each Dense layer an activation of its own."""
    for _, layer in leaves(net):
        if isinstance(layer, keras.layers.Dense):
            layer.activation = keras.activations.get(name)


@INSTRUMENTS.offer
def freeze(net: Any, index: int) -> None:
    """Take one layer, counted from 0 without ReLUs, out of training."""
    dense = [layer for _, layer in leaves(net) if isinstance(layer, keras.layers.Dense)]
    dense[index].trainable = False
