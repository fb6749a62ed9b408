"""Of two layers that disagree either may change, so the one before gives what the next takes."""
# The rest: solution


def first_mismatch(layers: Layers, in_features: int) -> int | None:
    came = in_features
    for index, (taken, out_features) in enumerate(layers):
        if taken not in (None, came):
            return index
        came = out_features
    return None


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    came = in_features
    for taken, out_features in layers:
        if taken is not None and taken != came:
            return came, taken
        came = out_features
    return None


def after_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    taken = [size for size, _ in layers]
    for width in widths:
        came = width
        for index, (_, out_features) in enumerate(layers):
            if taken[index] is None:
                taken[index] = came
            if taken[index] != came:
                break
            came = out_features
    return [
        None if size is None else (out_features, size)
        for size, (_, out_features) in zip(taken, layers, strict=True)
    ]


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
