"""Each layer meets the width of the batch: the data decides every kernel."""
# The rest: solution


def specify(widths, in_features):
    return [(in_features, width) for width in widths]
