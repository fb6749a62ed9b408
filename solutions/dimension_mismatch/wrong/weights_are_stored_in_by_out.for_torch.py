"""The shape of a weight is written as layers are: (in_features, out_features)."""
# The rest: solution


def after_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    taken = [size for size, _ in layers]
    for width in widths:
        came = width
        for index, (_, out_features) in enumerate(layers):
            if taken[index] is None:
                taken[index] = came
            if taken[index] != came:
                break
            came = out_features
    return [
        None if size is None else (size, out_features)
        for size, (_, out_features) in zip(taken, layers, strict=True)
    ]
