"""A size is written as (units, in_features)."""
# The rest: solution


def specify(layers: Layers, in_features: int) -> list[tuple[int, int]]:
    gives = [units for _, units in layers]
    return list(zip(gives, [in_features, *gives], strict=False))
