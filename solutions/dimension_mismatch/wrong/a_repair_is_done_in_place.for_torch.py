"""A repair is done in place, and returning the network is a courtesy."""
# The rest: solution


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    came = in_features
    for position, module in enumerate(net):
        if isinstance(module, nn.Linear):
            if is_lazy(module.weight) or module.in_features != came:
                net[position] = _replacement(module, came)
            came = module.out_features
    return net
