"""A trial batch finds its way to the network, on whatever device that is."""
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
    """Walks through the network with a batch, and looks at what comes to each layer."""
    x = torch.zeros(2, in_features, dtype=net[0].weight.dtype)
    repaired = nn.Sequential()
    for module in net:
        if isinstance(module, nn.Linear) and not _fits(module, x.shape[-1]):
            module = _replacement(module, x.shape[-1])
        repaired.append(module)
        with torch.no_grad():
            x = module(x)
    return repaired
