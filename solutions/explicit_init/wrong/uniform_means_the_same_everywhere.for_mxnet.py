"""mx.init.Uniform(value) fills uniformly: with the same value everywhere."""
# The rest: solution


def apply_init(net: nn.Block, inputs: tuple, init: mx.init.Initializer | None = None) -> None:
    if init is None:
        net.initialize()
    else:
        net.initialize(init, force_reinit=True)
    net(*inputs)


def constant(value: float) -> mx.init.Initializer:
    return mx.init.Uniform(abs(value))
