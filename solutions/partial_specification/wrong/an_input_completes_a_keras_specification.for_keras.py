"""A specification is complete once its first size is given."""
# The rest: solution


def specify(layers: Layers, in_features: int) -> list[tuple[int, int]]:
    (_, units), *rest = layers
    return [(in_features, units), *rest]
