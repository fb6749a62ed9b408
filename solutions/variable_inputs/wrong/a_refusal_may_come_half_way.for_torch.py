"""It is enough to raise as soon as something does not fit."""
# The rest: solution


def tie(first, second):
    if is_lazy(first.weight) and not is_lazy(second.weight):
        first, second = second, first
    if first.out_features != second.out_features:
        raise ValueError("different numbers of outputs")
    if not is_lazy(second.weight) and first.in_features != second.in_features:
        raise ValueError("different numbers of inputs")
    second.weight = first.weight
    if (first.bias is None) != (second.bias is None):
        raise ValueError("only one of the layers has a bias")
    second.bias = first.bias
