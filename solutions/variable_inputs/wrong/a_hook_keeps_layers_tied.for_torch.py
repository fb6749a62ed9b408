"""A hook that points at the first layer ties in deep copies too."""
# The rest: solution


def _fit(first, second):
    if first.out_features != second.out_features or (first.bias is None) != (second.bias is None):
        return False
    if is_lazy(first.weight) or is_lazy(second.weight):
        return True
    return first.in_features == second.in_features


def tie(first, second):
    if not _fit(first, second):
        raise ValueError("these layers cannot be tied")
    if is_lazy(first.weight) and not is_lazy(second.weight):
        first, second = second, first

    def point(module=second, *_):
        module.weight, module.bias = first.weight, first.bias

    point()
    second.register_forward_pre_hook(point)
