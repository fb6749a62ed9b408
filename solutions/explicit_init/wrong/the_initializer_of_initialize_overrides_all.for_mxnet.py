"""The initializer that initialize() is given overrides those of the layers."""
# The rest: solution


def apply_init(net: nn.Block, inputs: tuple, init: mx.init.Initializer | None = None) -> None:
    net.initialize()
    net(*inputs)
    for name, parameter in net.collect_params().items():
        if init is not None and name.endswith("weight"):
            parameter.initialize(init, force_reinit=True)


def constant(value: float) -> mx.init.Initializer:
    return mx.init.Constant(value)
