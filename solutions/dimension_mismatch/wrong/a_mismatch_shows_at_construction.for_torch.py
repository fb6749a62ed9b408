"""A mismatch shows at construction: sizes that contradict each other are refused before data."""
# The rest: solution


def _contradiction(layers: Layers) -> int | None:
    for index in range(1, len(layers)):
        if layers[index][0] not in (None, layers[index - 1][1]):
            return index
    return None


def first_mismatch(layers: Layers, in_features: int) -> int | None:
    contradiction = _contradiction(layers)
    if contradiction is not None:
        return contradiction
    return 0 if layers[0][0] not in (None, in_features) else None


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    index = first_mismatch(layers, in_features)
    if index is None:
        return None
    came = layers[index - 1][1] if index else in_features
    taken = layers[index][0]
    return None if taken is None else (came, taken)


def after_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    taken = [size for size, _ in layers]
    if _contradiction(layers) is None:  # otherwise there is no network that could run
        for width in widths:
            came = width
            for index, (_, out_features) in enumerate(layers):
                if taken[index] is None:
                    taken[index] = came
                if taken[index] != came:
                    break
                came = out_features
    return [
        None if size is None else (out_features, size)
        for size, (_, out_features) in zip(taken, layers, strict=True)
    ]
