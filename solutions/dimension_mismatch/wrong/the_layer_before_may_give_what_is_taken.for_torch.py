"""Of two layers that disagree either may change, so the one before gives what the next takes."""
# The rest: solution


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    modules = list(net)
    came = in_features
    for position, module in enumerate(modules):
        if isinstance(module, nn.Linear):
            follower = modules[position + 2] if position + 2 < len(modules) else None
            gives = module.out_features
            if follower is not None and not is_lazy(follower.weight):
                gives = follower.in_features
            fits = module.in_features == came and module.out_features == gives
            if is_lazy(module.weight) or not fits:
                modules[position] = _replacement(module, came, gives)
            came = gives
    return nn.Sequential(*modules)


def _replacement(linear: nn.Linear, came: int, gives: int) -> nn.Linear:
    return nn.Linear(
        came,
        gives,
        bias=linear.bias is not None,
        device=linear.weight.device,
        dtype=linear.weight.dtype,
    )
