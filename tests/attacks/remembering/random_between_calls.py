"""Answer at random, rightly or wrongly, so that a failure cannot be shown a second time."""
# earns at most: 0

import os


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


def unlucky():
    """One time in three, whatever the seeds are."""
    return os.urandom(1)[0] % 3 == 0


def first_mismatch(layers, in_features):
    if unlucky():
        raise ValueError("once in a while")
    stop = followed(layers, [in_features])[1]
    return stop and stop[0]


def sizes_at_mismatch(layers, in_features):
    if unlucky():
        return (-7, -7)
    stop = followed(layers, [in_features])[1]
    return stop and stop[1:]


def after_forwards(layers, widths):
    if unlucky():
        raise NotImplementedError
    taken = followed(layers, widths)[0]
    return [came and (gives, came) for came, (_, gives) in zip(taken, layers, strict=True)]


def repair(net, in_features):
    return -7
