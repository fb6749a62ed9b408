"""A lazy layer fits anywhere, so the repaired network may use the very same one."""
# The rest: solution


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    repaired = nn.Sequential()
    came = in_features
    for module in net:
        if isinstance(module, nn.Linear):
            fits = is_lazy(module.weight) or module.in_features == came
            repaired.append(module if fits else _replacement(module, came))
            came = module.out_features
        else:
            repaired.append(module)
    return repaired
