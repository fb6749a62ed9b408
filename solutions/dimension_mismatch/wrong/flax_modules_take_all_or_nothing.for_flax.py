"""A module whose variables are not complete is refused as a whole, before any layer runs."""
# The rest: solution


def _attempt(layers, in_features):
    came = in_features
    for taken, _ in layers:
        if taken is None:
            return 0, in_features, layers[0][0]
    for index, (taken, out_features) in enumerate(layers):
        if taken != came:
            return index, came, taken
        came = out_features
    return None


def first_mismatch(layers, in_features):
    stopped = _attempt(layers, in_features)
    return None if stopped is None else stopped[0]


def sizes_at_mismatch(layers, in_features):
    stopped = _attempt(layers, in_features)
    return None if stopped is None else stopped[1:]
