"""The bias of a layer needs its units only, so it is there at once."""
# The rest: solution


def initialized(layers: Layers) -> list[bool]:
    whole = layers[0][0] is not None
    return [whole or in_features is not None for in_features, _ in layers]


def known_parameters(layers: Layers) -> int:
    count = 0
    came = layers[0][0]
    for (in_features, units), built in zip(layers, initialized(layers), strict=True):
        count += units
        if built:
            count += (in_features or came) * units
        came = units
    return count
