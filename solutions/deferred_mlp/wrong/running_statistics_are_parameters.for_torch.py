"""Running statistics are parameters: a state dict holds them next to the weights."""
# The rest: solution


def parameter_shapes(net):
    return {
        name: None if is_lazy(value) else tuple(value.shape)
        for name, value in net.state_dict().items()
    }
