"""To tie is to share the kernel; each use has a bias of its own."""
# The rest: solution


class _Shared(kl.Layer):
    def __init__(self, units: int, times: int) -> None:
        super().__init__()
        self.kernel = self.add_weight(shape=(units, units), name="kernel")
        self.biases = [self.add_weight(shape=(units,)) for _ in range(times)]

    def call(self, x: tf.Tensor) -> tf.Tensor:
        for number, bias in enumerate(self.biases):
            x = tf.matmul(tf.nn.relu(x) if number > 0 else x, self.kernel) + bias
        return x


def tied(units: int, times: int) -> keras.layers.Layer:
    return _Shared(units, times)
