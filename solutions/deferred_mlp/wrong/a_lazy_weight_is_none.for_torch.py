"""A lazy weight is None until data comes."""
# The rest: solution


def parameter_shapes(net):
    return {
        name: None if parameter is None else tuple(parameter.size())
        for name, parameter in net.named_parameters()
    }
