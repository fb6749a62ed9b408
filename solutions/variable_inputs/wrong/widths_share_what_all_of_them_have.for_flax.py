"""Widths can share parameters only for the coordinates that all of them have."""
# The rest: solution


class _Tied(nn.Module):
    features: int
    times: int

    @nn.compact
    def __call__(self, x):
        layer = nn.Dense(self.features)
        for _ in range(self.times):
            x = layer(x)
        return x


def tied(features, times):
    return _Tied(features, times)


class SlicedDense(nn.Module):
    max_features: int
    features: int
    use_bias: bool = True

    @nn.compact
    def __call__(self, x):
        width = x.shape[-1]
        if width > self.max_features:
            raise ValueError(f"too wide: {width}")
        shape = (self.max_features, self.features)
        kernel = self.param("kernel", nn.initializers.lecun_normal(), shape)
        y = x @ kernel[:width]
        if self.use_bias:
            y = y + self.param("bias", nn.initializers.zeros_init(), (self.features,))
        return y


class AnyWidth(nn.Module):
    max_features: int
    features: int

    @nn.compact
    def __call__(self, x):
        return nn.Dense(self.features)(jnp.tanh(nn.Dense(4)(x[..., :1])))
