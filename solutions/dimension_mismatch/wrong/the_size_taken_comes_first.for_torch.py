"""The sizes are told as in an assignment: what the layer takes, then what came."""
# The rest: solution


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    came = in_features
    for taken, out_features in layers:
        if taken is not None and taken != came:
            return taken, came
        came = out_features
    return None
