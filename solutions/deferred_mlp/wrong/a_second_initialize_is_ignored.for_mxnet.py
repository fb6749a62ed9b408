"""A second initialize() is ignored where a first one was called."""
# The rest: solution


def dry_run(net: nn.HybridSequential, in_features: int) -> None:
    net.initialize()
    net(np.zeros((1, in_features)))
