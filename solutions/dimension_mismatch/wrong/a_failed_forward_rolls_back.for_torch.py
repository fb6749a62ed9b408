"""A failed forward rolls back: what it initialized on its way is uninitialized again."""
# The rest: solution


def after_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    taken = [size for size, _ in layers]
    for width in widths:
        came, tried = width, list(taken)
        for index, (_, out_features) in enumerate(layers):
            if tried[index] is None:
                tried[index] = came
            if tried[index] != came:
                break
            came = out_features
        else:
            taken = tried  # all went well, so it counts
    return [
        None if size is None else (out_features, size)
        for size, (_, out_features) in zip(taken, layers, strict=True)
    ]
