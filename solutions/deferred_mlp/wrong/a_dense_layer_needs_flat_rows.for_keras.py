"""A Dense layer takes flat rows only, so the input has to be flattened first."""
# The rest: solution


def build(widths: list[int]) -> keras.Sequential:
    net = keras.Sequential([kl.Flatten()])
    for number, units in enumerate(widths):
        if number > 0:
            net.add(kl.ReLU())
        net.add(kl.Dense(units))
    return net


def parameter_shapes(net: keras.Sequential) -> dict[str, tuple[int, ...] | None]:
    shapes: dict[str, tuple[int, ...] | None] = {}
    for place, dense in enumerate(_dense(net)):
        for name in ["kernel", "bias"] if dense.use_bias else ["kernel"]:
            shapes[f"{place}.{name}"] = tuple(getattr(dense, name).shape) if dense.built else None
    return shapes
