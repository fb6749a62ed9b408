"""net.layers holds all layers of a network."""
# The rest: solution


def apply_init(net: keras.Sequential, inputs: tf.Tensor, init: Init | None = None) -> None:
    net(inputs)
    if init is not None:
        for layer in net.layers:
            if layer.weights:
                init(layer)
