"""A network is initialized or it is not: its first layer tells for all."""
# The rest: solution


def count_parameters(net):
    parameters = list(net.parameters())
    if is_lazy(parameters[0]):
        return None
    return sum(parameter.numel() for parameter in parameters)
