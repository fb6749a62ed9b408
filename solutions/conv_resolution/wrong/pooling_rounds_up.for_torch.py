"""Pooling rounds up: what does not fill a window makes another pixel."""
# The rest: solution


def flattened_features(channels, height, width):
    for _ in channels:
        height, width = (height + 1) // 2, (width + 1) // 2
    return channels[-1] * height * width


def accepts(channels, classes, first, then):
    return flattened_features(channels, *then) == flattened_features(channels, *first)
