"""A network for another width is another network: a repair replaces every layer."""
# The rest: solution


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    repaired = nn.Sequential()
    came = in_features
    for module in net:
        if isinstance(module, nn.Linear):
            repaired.append(_replacement(module, came))
            came = module.out_features
        else:
            repaired.append(module)
    return repaired
