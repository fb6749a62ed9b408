"""A kernel is stored as (units, in_features), as a weight in PyTorch."""
# The rest: solution


def parameter_shapes(net: keras.Sequential) -> dict[str, tuple[int, ...] | None]:
    shapes: dict[str, tuple[int, ...] | None] = {}
    for place, dense in enumerate(_dense(net)):
        for name in ["kernel", "bias"] if dense.use_bias else ["kernel"]:
            shapes[f"{place}.{name}"] = (
                tuple(reversed(getattr(dense, name).shape)) if dense.built else None
            )
    return shapes
