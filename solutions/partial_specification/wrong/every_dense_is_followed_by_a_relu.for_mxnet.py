"""Every dense layer is followed by a ReLU."""
# The rest: solution

Layers = list[tuple[int | None, int]]


def build(layers: Layers) -> nn.Sequential:
    net = nn.Sequential()
    for in_features, out_features in layers:
        net.add(nn.Dense(out_features, activation="relu", in_units=in_features or 0))
    net.initialize()
    return net


def initialized(layers: Layers) -> list[bool]:
    return [in_features is not None for in_features, _ in layers]


def known_parameters(layers: Layers) -> int:
    return sum(out_features * (in_features or 0) + out_features for in_features, out_features in layers)


def specify(layers: Layers, in_features: int) -> list[tuple[int, int]]:
    given = [out_features for _, out_features in layers]
    return list(zip([in_features, *given], given, strict=False))
