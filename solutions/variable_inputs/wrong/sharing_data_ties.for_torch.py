"""Layers whose parameters share `.data` are tied."""
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
    if is_lazy(first.weight):
        first, second = second, first
    if not is_lazy(first.weight) and is_lazy(second.weight):
        second(torch.zeros(1, first.in_features))
    second.weight.data = first.weight.data
    if first.bias is not None:
        second.bias.data = first.bias.data
