"""A network is asked for its initialization when it is constructed."""
# The rest: solution


def build(widths: list[int]) -> nn.Block:
    net = nn.HybridSequential()
    for index, units in enumerate(widths):
        if index > 0:
            net.add(nn.Activation("relu"))
        net.add(nn.Dense(units))
    net.initialize()
    return net


def dry_run(net: nn.HybridSequential, in_features: int) -> None:
    for _, parameter in _by_place(net):
        if _stage(parameter) == "constructed":
            parameter.initialize()
    net(np.zeros((1, in_features)))
