"""Every size that is not given is the width of the data."""
# The rest: solution


def specify(layers: Layers, in_features: int) -> list[tuple[int, int]]:
    return [(in_features if taken is None else taken, units) for taken, units in layers]
