"""A kernel is stored as (out, in), as PyTorch stores its weight."""
# The rest: solution


def specify(widths, in_features):
    return list(zip(widths, [in_features, *widths]))
