"""A call may keep count of what it has seen."""
# The rest: solution


class AnyWidth(kl.Layer):
    def __init__(self, max_features: int, units: int) -> None:
        super().__init__()
        self.into = SlicedDense(max_features, _HIDDEN)
        self.seen = self.add_weight(shape=(), initializer="ones", trainable=False)
        self.trunk = keras.Sequential([kl.ReLU(), kl.Dense(units)])

    def call(self, x: tf.Tensor) -> tf.Tensor:
        self.seen.assign_add(1.0)
        return self.trunk(self.into(x)) / self.seen
