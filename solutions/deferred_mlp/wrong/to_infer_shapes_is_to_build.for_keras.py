"""Keras builds the layers when it infers the shape of an output."""
# The rest: solution


def dry_run(net: keras.Sequential, in_features: int) -> None:
    shape: tuple[int | None, ...] = (None, in_features)
    for layer in net.layers:
        shape = layer.compute_output_shape(shape)
