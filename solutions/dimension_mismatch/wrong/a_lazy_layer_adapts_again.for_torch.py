"""A lazy layer adapts again whenever another width comes."""
# The rest: solution


def after_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    taken = [size for size, _ in layers]
    for width in widths:
        came = width
        for index, (size, out_features) in enumerate(layers):
            if size is None:
                taken[index] = came  # whatever it took before
            if taken[index] != came:
                break
            came = out_features
    return [
        None if size is None else (out_features, size)
        for size, (_, out_features) in zip(taken, layers, strict=True)
    ]
