"""apply adapts: a kernel of another shape is made anew for the width that comes."""
# The rest: solution


def _attempt(layers, in_features):
    came = in_features
    for index, (taken, out_features) in enumerate(layers):
        if taken is None:
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
    if not any(takes):
        takes = [0 for _ in layers]
    for width in widths:
        came = width
        for index, (_, out_features) in enumerate(layers):
            if takes[index] is None:
                break
            takes[index] = came
            came = out_features
    return [None if taken is None else (taken, gives) for taken, (_, gives) in zip(takes, layers)]
