"""A batch has rows and columns: its second axis holds the features."""
# The rest: solution


def apply_init(net: keras.Sequential, inputs: tf.Tensor, init: Init | None = None) -> None:
    build_now(net, inputs.shape[1])
    if init is not None:
        for layer in _innermost(net):
            if layer.weights:
                init(layer)
