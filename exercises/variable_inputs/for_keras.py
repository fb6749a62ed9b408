"""Variable inputs: one layer used again and again, one kernel for many widths.

The task stands in prompt.keras.en.md, and in Chinese in prompt.keras.zh.md.
"""

import keras
import tensorflow as tf


def tied(units: int, times: int) -> keras.layers.Layer:
    """A network that sends its input through one Dense layer so many times."""
    raise NotImplementedError


class SlicedDense(keras.layers.Layer):
    """A Dense layer that takes every width from 1 to max_features."""

    def __init__(self, max_features: int, units: int, use_bias: bool = True) -> None:
        """Have one kernel for all widths."""
        raise NotImplementedError

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Answer (batch, units) for (batch, width)."""
        raise NotImplementedError


class AnyWidth(keras.layers.Layer):
    """A network that takes inputs of every width from 1 to max_features."""

    def __init__(self, max_features: int, units: int) -> None:
        """Have something that all widths share."""
        raise NotImplementedError

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Answer (batch, units) for (batch, width)."""
        raise NotImplementedError
