"""An adapter for each width, all of them made by every `init`, before a tied trunk."""

import jax
import jax.numpy as jnp
from flax import linen as nn


class _Loop(nn.Module):
    features: int
    times: int

    @nn.compact
    def __call__(self, x):
        kernel = self.param("kernel", nn.initializers.normal(), (self.features, self.features))
        bias = self.param("bias", nn.initializers.zeros, (self.features,))
        if self.times > 1 and x.shape[-1] != self.features:
            raise TypeError("what comes out has to fit in")
        for _ in range(self.times):
            x = jnp.dot(x, kernel) + bias
        return x


def tied(features, times):
    return _Loop(features, times)


class SlicedDense(nn.Module):
    max_features: int
    features: int
    use_bias: bool = True

    @nn.compact
    def __call__(self, x):
        shape = (self.max_features, self.features)
        kernel = self.param("weights", nn.initializers.glorot_uniform(), shape)
        y = jnp.tensordot(x, kernel[: x.shape[-1]], axes=1)
        return y + self.param("offset", nn.initializers.ones, shape[1:]) if self.use_bias else y


class AnyWidth(nn.Module):
    max_features: int
    features: int

    @nn.compact
    def __call__(self, x):
        trunk = nn.Dense(self.features, name="trunk")
        for width in range(1, self.max_features + 1):
            adapter = nn.Dense(3, name=f"adapter_{width}")
            if width == x.shape[-1]:
                answer = trunk(adapter(x))
            elif self.is_initializing():
                adapter(jnp.zeros((1, width)))
        return answer
