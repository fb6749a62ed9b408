"""The shape of a lazy weight can be read like any other, and is empty."""
# The rest: solution


def parameter_shapes(net):
    return {
        name: None if parameter.shape == (0,) else tuple(parameter.shape)
        for name, parameter in net.named_parameters()
    }
