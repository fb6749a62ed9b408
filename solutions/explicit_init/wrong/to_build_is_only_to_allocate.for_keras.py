"""To build a layer only allocates its weights; their numbers have to be drawn."""
# The rest: solution


def build_now(net: keras.Sequential, in_features: int) -> None:
    if not net.built:
        net.build((None, in_features))
    _draw(net)


def _draw(net: keras.Sequential) -> None:
    for layer in _innermost(net):
        if isinstance(layer, kl.Dense):
            layer.kernel.assign(keras.initializers.GlorotUniform()(layer.kernel.shape))


def apply_init(net: keras.Sequential, inputs: tf.Tensor, init: Init | None = None) -> None:
    net(inputs)
    _draw(net)
    if init is not None:
        for layer in _innermost(net):
            if layer.weights:
                init(layer)
