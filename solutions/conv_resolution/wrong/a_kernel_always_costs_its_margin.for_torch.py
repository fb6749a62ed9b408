"""A convolution with a kernel of 3 makes each side 2 shorter, padding or not."""
# The rest: solution


def flattened_features(channels, height, width):
    for _ in channels:
        height, width = max(height - 2, 0) // 2, max(width - 2, 0) // 2
    return channels[-1] * height * width


def accepts(channels, classes, first, then):
    features = flattened_features(channels, *then)
    return features > 0 and features == flattened_features(channels, *first)
