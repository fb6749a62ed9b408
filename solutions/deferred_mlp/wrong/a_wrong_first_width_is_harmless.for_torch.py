"""A wrong first width is harmless: the right one will replace it."""
# The rest: solution

import contextlib


def parameter_shapes(net):
    shapes = {
        name: None if is_lazy(parameter) else tuple(parameter.shape)
        for name, parameter in net.named_parameters()
    }
    # Does it run, at least? The width does not matter for that.
    with contextlib.suppress(Exception):
        net(torch.zeros(2, 1))
    return shapes
