"""A size is written as (units, in_features)."""
# The rest: solution


def initialized(layers: Layers) -> list[bool]:
    whole = layers[0][0] is not None
    return [whole or in_features is not None for in_features, _ in layers]


def known_parameters(layers: Layers) -> int:
    count = 0
    came = layers[0][0]
    for (in_features, units), built in zip(layers, initialized(layers), strict=True):
        if built:
            count += ((in_features or came) + 1) * units
        came = units
    return count


def specify(layers: Layers, in_features: int) -> list[tuple[int, int]]:
    gives = [units for _, units in layers]
    return list(zip(gives, [in_features, *gives], strict=False))
