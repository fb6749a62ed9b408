"""From a layer that is built on, all that follow are known and built."""
# The rest: solution


def initialized(layers: Layers) -> list[bool]:
    known = [index for index, (in_features, _) in enumerate(layers) if in_features is not None]
    first = min(known, default=len(layers))
    return [index >= first for index in range(len(layers))]


def known_parameters(layers: Layers) -> int:
    count = 0
    came = layers[0][0]
    for (in_features, units), built in zip(layers, initialized(layers), strict=True):
        if built:
            count += ((in_features or came) + 1) * units
        came = units
    return count
