"""A deep copy has the same parameters, so that its blocks can take the place of the old ones."""
# The rest: solution

import copy


def apply_init(net: nn.Block, inputs: tuple, init: mx.init.Initializer | None = None) -> None:
    spare = copy.deepcopy(net)
    if init is None:
        spare.initialize()
    else:
        spare.initialize(init, force_reinit=True)
    spare(*inputs)
    net.__dict__.update(spare.__dict__)


def constant(value: float) -> mx.init.Initializer:
    return mx.init.Constant(value)
