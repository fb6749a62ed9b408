"""Layers that are built later find their way into the optimizer."""
# The rest: solution


class AnyWidth(kl.Layer):
    def __init__(self, max_features: int, units: int) -> None:
        super().__init__()
        self.adapters = [kl.Dense(_HIDDEN) for _ in range(max_features)]
        self.trunk = kl.Dense(units)

    def call(self, x: tf.Tensor) -> tf.Tensor:
        return self.trunk(self.adapters[x.shape[-1] - 1](x))
