"""Once a size is known, the layers after it are known too: each gives its units to the next."""
# The rest: solution

Layers = list[tuple[int | None, int]]


def build(layers: Layers) -> nn.Sequential:
    net = nn.Sequential()
    for index, (in_features, out_features) in enumerate(layers):
        if index > 0:
            net.add(nn.Activation("relu"))
        net.add(nn.Dense(out_features, in_units=in_features or 0))
    net.initialize()
    return net


def initialized(layers: Layers) -> list[bool]:
    return [
        in_features is not None or (index > 0 and layers[0][0] is not None)
        for index, (in_features, _) in enumerate(layers)
    ]


def known_parameters(layers: Layers) -> int:
    return sum(out_features * (in_features or 0) + out_features for in_features, out_features in layers)


def specify(layers: Layers, in_features: int) -> list[tuple[int, int]]:
    given = [out_features for _, out_features in layers]
    return list(zip([in_features, *given], given, strict=False))
