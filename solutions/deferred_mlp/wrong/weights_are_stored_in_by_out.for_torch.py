"""The weight of a linear layer is stored as (in_features, out_features)."""
# The rest: solution


def parameter_shapes(net):
    return {
        name: None if is_lazy(parameter) else tuple(reversed(parameter.shape))
        for name, parameter in net.named_parameters()
    }
