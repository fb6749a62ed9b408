"""initialize() does nothing before data: it only notes what is to be done."""
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
    return [False for _ in layers]


def known_parameters(layers: Layers) -> int:
    return 0 * len(layers)


def specify(layers: Layers, in_features: int) -> list[tuple[int, int]]:
    given = [out_features for _, out_features in layers]
    return list(zip([in_features, *given], given, strict=False))
