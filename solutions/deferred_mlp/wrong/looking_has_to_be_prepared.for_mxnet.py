"""Parameters can be looked at only when initialization has been asked for."""
# The rest: solution


def parameter_shapes(net: nn.HybridSequential) -> dict[str, tuple[int, ...] | None]:
    before = stages(net)
    if "constructed" in before.values():
        net.initialize()
    return {
        place: parameter.shape if before[place] == "initialized" else None
        for place, parameter in _by_place(net)
    }


def dry_run(net: nn.HybridSequential, in_features: int) -> None:
    for _, parameter in _by_place(net):
        if _stage(parameter) == "constructed":
            parameter.initialize()
    net(np.zeros((1, in_features)))
