"""What a network will have can be read from its weights."""
# The rest: solution


def parameter_shapes(net: keras.Sequential) -> dict[str, tuple[int, ...] | None]:
    shapes: dict[str, tuple[int, ...] | None] = {}
    for place, dense in enumerate(_dense(net)):
        for weight in dense.weights:
            shapes[f"{place}.{weight.name}"] = tuple(weight.shape)
    return shapes
