"""A kernel is stored as (out, in), as PyTorch stores its weight."""
# The rest: solution


def after_forwards(layers, widths):
    if all(taken is None for taken, _ in layers):
        takes = [widths[0], *(out_features for _, out_features in layers)]
        return [(gives, taken) for taken, (_, gives) in zip(takes, layers)]
    return [None if taken is None else (gives, taken) for taken, gives in layers]
