"""Answer rightly as often as the small cases are asked for, and wrongly from then on."""
# earns at most: 0

from collections import Counter

CALLS = Counter()
RIGHT = 120


def followed(layers, widths):
    """The size that each layer takes after these batches, and where the last one stopped."""
    taken = [size for size, _ in layers]
    stop = None
    for came in widths:
        stop = None
        for index, (_, gives) in enumerate(layers):
            taken[index] = taken[index] or came
            if taken[index] != came:
                stop = index, came, taken[index]
                break
            came = gives
    return taken, stop


def tired(function):
    CALLS[function] += 1
    return CALLS[function] > RIGHT


def first_mismatch(layers, in_features):
    if tired("first_mismatch"):
        return -7
    stop = followed(layers, [in_features])[1]
    return stop and stop[0]


def sizes_at_mismatch(layers, in_features):
    if tired("sizes_at_mismatch"):
        return (-7, -7)
    stop = followed(layers, [in_features])[1]
    return stop and stop[1:]


def after_forwards(layers, widths):
    if tired("after_forwards"):
        return [(-7, -7)]
    taken = followed(layers, widths)[0]
    return [came and (gives, came) for came, (_, gives) in zip(taken, layers, strict=True)]


def repair(net, in_features):
    return -7
