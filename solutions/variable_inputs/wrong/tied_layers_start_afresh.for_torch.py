"""Layers that are tied have to be initialized again."""
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
    second.weight, second.bias = first.weight, first.bias
    if not is_lazy(first.weight):
        first.reset_parameters()
