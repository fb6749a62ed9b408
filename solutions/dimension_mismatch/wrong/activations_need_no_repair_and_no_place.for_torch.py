"""A network is its parameters: what has none need not be carried over."""
# The rest: solution


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    repaired = nn.Sequential()
    came = in_features
    for module in net:
        if isinstance(module, nn.Linear):
            fits = not is_lazy(module.weight) and module.in_features == came
            repaired.append(module if fits else _replacement(module, came))
            came = module.out_features
    return repaired
