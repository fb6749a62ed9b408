"""One lazy layer is enough for a network to fit itself to any width, so nothing can mismatch."""
# The rest: solution


def first_mismatch(layers: Layers, in_features: int) -> int | None:
    if any(taken is None for taken, _ in layers):
        return None
    came = in_features
    for index, (taken, out_features) in enumerate(layers):
        if taken != came:
            return index
        came = out_features
    return None


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    if any(taken is None for taken, _ in layers):
        return None
    came = in_features
    for taken, out_features in layers:
        if taken is not None and taken != came:
            return came, taken
        came = out_features
    return None
