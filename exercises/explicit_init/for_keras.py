"""Explicit initialization: when you say so, and as you say.

The task stands in prompt.keras.en.md, and in Chinese in prompt.keras.zh.md.
"""

from collections.abc import Callable

import keras
import tensorflow as tf


def build_now(net: keras.Sequential, in_features: int) -> None:
    """Build every layer for data of this width, without any data."""
    raise NotImplementedError


def apply_init(
    net: keras.Sequential,
    inputs: tf.Tensor,
    init: Callable[[keras.layers.Layer], None] | None = None,
) -> None:
    """Have the network built by these inputs, then let `init` see each layer that has weights."""
    raise NotImplementedError


def constant(value: float) -> Callable[[keras.layers.Layer], None]:
    """For `apply_init`: fill a Dense layer's kernel with the value, and its bias with 0."""
    raise NotImplementedError
