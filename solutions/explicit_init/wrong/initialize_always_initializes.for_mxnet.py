"""initialize() with an initializer always initializes."""
# The rest: solution


def apply_init(net: nn.Block, inputs: tuple, init: mx.init.Initializer | None = None) -> None:
    if init is None:
        net.initialize()
    else:
        net.initialize(init)
    net(*inputs)


def constant(value: float) -> mx.init.Initializer:
    return mx.init.Constant(value)
