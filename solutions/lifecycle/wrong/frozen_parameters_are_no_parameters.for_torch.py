"""What is frozen is no longer among the parameters."""
# The rest: solution


def count_parameters(net):
    parameters = list(net.parameters())
    if any(map(is_lazy, parameters)):
        return None
    return sum(parameter.numel() for parameter in parameters if parameter.requires_grad)
