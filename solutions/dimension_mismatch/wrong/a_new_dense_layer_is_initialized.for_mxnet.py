"""A layer that is constructed with all of its sizes is initialized."""
# The rest: solution


def first_mismatch(layers: Layers, in_features: int) -> int | None:
    came = in_features
    for index, (taken, out_features) in enumerate(layers):
        if taken not in (None, came):
            return index
        came = out_features
    return None


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    came = in_features
    for taken, out_features in layers:
        if taken not in (None, came):
            return came, taken
        came = out_features
    return None


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
    return _shapes(taken, layers)


def after_hybrid_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
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
            taken = tried
    return _shapes(taken, layers)


def _shapes(taken: list[int | None], layers: Layers) -> list[tuple[int, int] | None]:
    return [
        None if size is None else (out_features, size)
        for size, (_, out_features) in zip(taken, layers, strict=True)
    ]


def _fits(dense: nn.Dense, came: int) -> bool:
    try:
        dense.weight.data()
    except RuntimeError:
        return False
    return dense.weight.shape[1] == came


def _replacement(dense: nn.Dense, came: int) -> nn.Dense:
    return nn.Dense(dense.weight.shape[0], use_bias=dense.bias is not None, in_units=came)
