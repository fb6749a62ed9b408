"""A layer that is put into a network goes to the device of its neighbours by itself."""
# The rest: solution


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    repaired = nn.Sequential()
    came = in_features
    for module in net:
        if isinstance(module, nn.Linear):
            fits = not is_lazy(module.weight) and module.in_features == came
            repaired.append(module if fits else _replacement(module, came))
            came = module.out_features
        else:
            repaired.append(module)
    return repaired


def _replacement(linear: nn.Linear, came: int) -> nn.Linear:
    return nn.Linear(
        came,
        linear.out_features,
        bias=linear.bias is not None,
        dtype=linear.weight.dtype,
    )
