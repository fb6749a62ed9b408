"""Keras builds the layers when it infers the shape of an output."""
# The rest: solution


def parameter_shapes(net: keras.Sequential) -> dict[str, tuple[int, ...] | None]:
    shapes: dict[str, tuple[int, ...] | None] = {}
    for place, dense in enumerate(_dense(net)):
        for name in ["kernel", "bias"] if dense.use_bias else ["kernel"]:
            shapes[f"{place}.{name}"] = tuple(getattr(dense, name).shape) if dense.built else None
    return shapes


def dry_run(net: keras.Sequential, in_features: int) -> None:
    shape: tuple[int | None, ...] = (None, in_features)
    for layer in net.layers:
        shape = layer.compute_output_shape(shape)
