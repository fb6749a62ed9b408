"""Only the first layer can wait for its input size: every later one has to be told."""
# The rest: solution


def build(widths: list[int]) -> nn.Block:
    net = nn.HybridSequential()
    for index, units in enumerate(widths):
        if index > 0:
            net.add(nn.Activation("relu"))
        net.add(nn.Dense(units, in_units=widths[index - 1] if index else 0))
    return net


def dry_run(net: nn.HybridSequential, in_features: int) -> None:
    for _, parameter in _by_place(net):
        if _stage(parameter) == "constructed":
            parameter.initialize()
    net(np.zeros((1, in_features)))
