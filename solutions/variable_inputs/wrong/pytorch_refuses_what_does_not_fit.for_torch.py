"""Assigning a parameter of another shape raises by itself."""
# The rest: solution


def tie(first, second):
    if is_lazy(first.weight) and not is_lazy(second.weight):
        first, second = second, first
    second.weight, second.bias = first.weight, first.bias
