"""Initializers may come first; the call that follows builds with their values."""
# The rest: solution


def apply_init(net: keras.Sequential, inputs: tf.Tensor, init: Init | None = None) -> None:
    if init is not None:
        for layer in _innermost(net):
            init(layer)
    net(inputs)


def constant(value: float) -> Init:
    def fill(layer: kl.Layer) -> None:
        if isinstance(layer, kl.Dense) and layer.built:
            layer.kernel.assign(keras.ops.full(layer.kernel.shape, value))
            if layer.use_bias:
                layer.bias.assign(keras.ops.zeros(layer.bias.shape))

    return fill
