"""What is not there yet counts as nothing."""
# The rest: solution


def parameter_shapes(net: keras.Sequential) -> dict[str, tuple[int, ...] | None]:
    shapes: dict[str, tuple[int, ...] | None] = {}
    for place, dense in enumerate(_dense(net)):
        for name in ["kernel", "bias"] if dense.use_bias else ["kernel"]:
            shapes[f"{place}.{name}"] = tuple(getattr(dense, name).shape) if dense.built else None
    return shapes


def count_parameters(net: keras.Sequential) -> int | None:
    layers = _dense(net)
    return sum(values.size for dense in layers for values in dense.get_weights())
