"""Every linear layer has a bias."""
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
        device=linear.weight.device,
        dtype=linear.weight.dtype,
    )
