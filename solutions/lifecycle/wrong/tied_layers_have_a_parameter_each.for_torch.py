"""Two layers that are tied have a parameter each, with the same values."""
# The rest: solution


def count_parameters(net):
    parameters = [parameter for _, parameter in net.named_parameters(remove_duplicate=False)]
    if any(map(is_lazy, parameters)):
        return None
    return sum(parameter.numel() for parameter in parameters)
