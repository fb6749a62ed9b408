"""To build a layer only allocates its weights; their numbers have to be drawn."""
# The rest: solution


def parameter_shapes(net: keras.Sequential) -> dict[str, tuple[int, ...] | None]:
    shapes: dict[str, tuple[int, ...] | None] = {}
    for place, dense in enumerate(_dense(net)):
        for name in ["kernel", "bias"] if dense.use_bias else ["kernel"]:
            shapes[f"{place}.{name}"] = tuple(getattr(dense, name).shape) if dense.built else None
    return shapes


def dry_run(net: keras.Sequential, in_features: int) -> None:
    net(np.zeros((1, in_features), "float32"))
    for dense in _dense(net):
        dense.kernel.assign(keras.initializers.GlorotUniform()(dense.kernel.shape))
