"""What comes to the layer that stops is always the batch, so its width is what disagrees."""
# The rest: solution


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    came = in_features
    for taken, out_features in layers:
        if taken is not None and taken != came:
            return in_features, taken
        came = out_features
    return None
