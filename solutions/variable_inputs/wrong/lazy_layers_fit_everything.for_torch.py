"""A lazy layer takes over whatever size it is tied to."""
# The rest: solution


def _fit(first, second):
    if is_lazy(first.weight) or is_lazy(second.weight):
        return True
    same_bias = (first.bias is None) == (second.bias is None)
    return same_bias and first.weight.shape == second.weight.shape


def tie(first, second):
    if not _fit(first, second):
        raise ValueError("these layers cannot be tied")
    if is_lazy(first.weight) and not is_lazy(second.weight):
        first, second = second, first
    second.weight, second.bias = first.weight, first.bias
