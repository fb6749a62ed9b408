"""A layer's initializer may be exchanged at any time."""
# The rest: solution


def constant(value: float) -> Init:
    def fill(layer: kl.Layer) -> None:
        if isinstance(layer, kl.Dense):
            layer.kernel_initializer = keras.initializers.Constant(value)
            layer.bias_initializer = keras.initializers.Zeros()

    return fill
