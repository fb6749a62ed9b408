"""What a lazy layer gives is as unknown as what it takes, so the layer after it fits."""
# The rest: solution


def first_mismatch(layers: Layers, in_features: int) -> int | None:
    came: int | None = in_features
    for index, (taken, out_features) in enumerate(layers):
        if taken is not None and came is not None and taken != came:
            return index
        came = None if taken is None else out_features
    return None


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    came: int | None = in_features
    for taken, out_features in layers:
        if taken is not None and came is not None and taken != came:
            return came, taken
        came = None if taken is None else out_features
    return None
