"""One set of parameters for many widths: what is made in one place is shared wherever it is used.

A Flax module is a name for parameters. To call one instance twice is to use its parameters twice; to
make two instances is to have two. And `init` makes only what its batch comes across, so parameters for
all widths must not depend on the width that happens to come first.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class _Tied(nn.Module):
    features: int
    times: int

    @nn.compact
    def __call__(self, x: jax.Array) -> jax.Array:
        layer = nn.Dense(self.features)  # one instance, outside of the loop
        for _ in range(self.times):
            x = layer(x)
        return x


def tied(features: int, times: int) -> nn.Module:
    """A module that applies one and the same Dense layer so many times."""
    return _Tied(features, times)


class SlicedDense(nn.Module):
    """A dense layer that takes every width up to max_features.

    The kernel has a row for each coordinate that may come. Its shape is that of the layer, not that of
    the batch; a slice of it does the work, and gradients reach that slice alone.
    """

    max_features: int
    features: int
    use_bias: bool = True

    @nn.compact
    def __call__(self, x: jax.Array) -> jax.Array:
        """(rows, width) becomes (rows, features)."""
        width = x.shape[-1]
        if width > self.max_features:
            raise ValueError(f"at most {self.max_features} features are taken, {width} came")
        shape = (self.max_features, self.features)
        kernel = self.param("kernel", nn.initializers.lecun_normal(), shape)
        y = x @ kernel[:width]
        if self.use_bias:
            y = y + self.param("bias", nn.initializers.zeros_init(), (self.features,))
        return y


class AnyWidth(nn.Module):
    """A sliced layer, then a trunk that never hears of the width.

    Without a ReLU in between, so that no coordinate can fall silent.
    """

    max_features: int
    features: int

    @nn.compact
    def __call__(self, x: jax.Array) -> jax.Array:
        """(rows, width) becomes (rows, features)."""
        hidden = SlicedDense(self.max_features, 4)(x)
        return nn.Dense(self.features)(jnp.tanh(hidden))
