"""Every dense layer is followed by a ReLU."""
# The rest: solution


def build(widths: list[int]) -> nn.Block:
    net = nn.HybridSequential()
    for units in widths:
        net.add(nn.Dense(units, activation="relu"))
    return net


def dry_run(net: nn.HybridSequential, in_features: int) -> None:
    for _, parameter in _by_place(net):
        if _stage(parameter) == "constructed":
            parameter.initialize()
    net(np.zeros((1, in_features)))
