"""What trains, and what does not."""

from __future__ import annotations

from typing import Any

import keras

from graders.lab.frameworks.keras import INSTRUMENTS
from graders.lab.frameworks.keras.looking import leaves


@INSTRUMENTS.offer
def freeze(net: Any, index: int) -> None:
    """Take one layer, counted from 0 without ReLUs, out of training."""
    dense = [layer for _, layer in leaves(net) if isinstance(layer, keras.layers.Dense)]
    dense[index].trainable = False


@INSTRUMENTS.offer
def sgd(net: Any) -> Any:
    """A plain SGD optimizer for the weights that are there to be trained now."""
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(net.trainable_variables)
    return optimizer
