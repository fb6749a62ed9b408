"""To see the weights of a network one has to have it built."""
# The rest: solution


def parameter_shapes(net: keras.Sequential) -> dict[str, tuple[int, ...] | None]:
    if not net.built:
        net.build((None, 1))
    shapes: dict[str, tuple[int, ...] | None] = {}
    for place, dense in enumerate(_dense(net)):
        for name in ["kernel", "bias"] if dense.use_bias else ["kernel"]:
            shapes[f"{place}.{name}"] = tuple(getattr(dense, name).shape) if dense.built else None
    return shapes
