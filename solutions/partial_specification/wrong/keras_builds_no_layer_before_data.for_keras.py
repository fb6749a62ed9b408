"""No layer of Keras is built before data comes."""
# The rest: solution


def initialized(layers: Layers) -> list[bool]:
    return [False for _ in layers]


def known_parameters(layers: Layers) -> int:
    count = 0
    came = layers[0][0]
    for (in_features, units), built in zip(layers, initialized(layers), strict=True):
        if built:
            count += ((in_features or came) + 1) * units
        came = units
    return count
