"""Pooling leaves a side of one pixel as it is."""
# The rest: solution


def flattened_features(channels, height, width):
    for _ in channels:
        height, width = max(height // 2, 1), max(width // 2, 1)
    return channels[-1] * height * width


def accepts(channels, classes, first, then):
    features = flattened_features(channels, *then)
    return features > 0 and features == flattened_features(channels, *first)
