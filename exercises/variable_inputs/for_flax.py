"""Variable inputs: one set of parameters for inputs of several widths.

The task stands in prompt.flax.en.md, and in Chinese in prompt.flax.zh.md.
"""

import jax
from flax import linen as nn


def tied(features: int, times: int) -> nn.Module:
    """A module that applies one and the same Dense layer so many times."""
    raise NotImplementedError


class SlicedDense(nn.Module):
    """A dense layer that takes every width up to max_features."""

    max_features: int
    features: int
    use_bias: bool = True

    def __post_init__(self) -> None:
        """Remove this method, and write the next one."""
        raise NotImplementedError

    @nn.compact
    def __call__(self, x: jax.Array) -> jax.Array:
        """(rows, width) becomes (rows, features)."""
        raise NotImplementedError


class AnyWidth(nn.Module):
    """A network of your own design for every width up to max_features."""

    max_features: int
    features: int

    def __post_init__(self) -> None:
        """Remove this method, and write the next one."""
        raise NotImplementedError

    @nn.compact
    def __call__(self, x: jax.Array) -> jax.Array:
        """(rows, width) becomes (rows, features)."""
        raise NotImplementedError
