"""A layer takes what its in_features say, so it is repaired by setting them."""
# The rest: solution

import copy


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
            repaired.append(_replacement(module, came) if is_lazy(module.weight) else module)
            if repaired[-1].in_features != came:
                repaired[-1] = copy.copy(module)
                repaired[-1].in_features = came
            came = module.out_features
        else:
            repaired.append(module)
    return repaired
