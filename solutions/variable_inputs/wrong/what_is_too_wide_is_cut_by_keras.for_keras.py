"""What is too wide may be cut."""
# The rest: solution


class SlicedDense(kl.Layer):
    def __init__(self, max_features: int, units: int, use_bias: bool = True) -> None:
        super().__init__()
        self.kernel = self.add_weight(shape=(max_features, units), name="kernel")
        self.bias = None
        if use_bias:
            self.bias = self.add_weight(shape=(units,), initializer="zeros", name="bias")

    def call(self, x: tf.Tensor) -> tf.Tensor:
        most, width = self.kernel.shape[0], x.shape[-1]
        product = tf.matmul(x[:, :most], self.kernel[:width])
        return product if self.bias is None else product + self.bias
