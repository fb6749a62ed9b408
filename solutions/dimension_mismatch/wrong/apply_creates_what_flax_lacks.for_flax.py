"""apply creates what is missing: a layer without a kernel takes whatever comes."""
# The rest: solution


def _attempt(layers, in_features):
    came = in_features
    for index, (taken, out_features) in enumerate(layers):
        if taken not in (None, came):
            return index, came, taken
        came = out_features
    return None


def first_mismatch(layers, in_features):
    stopped = _attempt(layers, in_features)
    return None if stopped is None else stopped[0]


def sizes_at_mismatch(layers, in_features):
    stopped = _attempt(layers, in_features)
    return None if stopped is None else stopped[1:]


def after_forwards(layers, widths):
    takes = [taken for taken, _ in layers]
    for width in widths:
        came = width
        for index, (_, out_features) in enumerate(layers):
            takes[index] = takes[index] or came
            if takes[index] != came:
                break
            came = out_features
    return [None if taken is None else (taken, gives) for taken, (_, gives) in zip(takes, layers)]
