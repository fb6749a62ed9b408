"""A convolution makes its channels out of each channel that comes, so they multiply."""
# The rest: right/by_running_on_the_meta_device

import math


def flattened_features(channels, height, width):
    for _ in channels:
        height, width = height // 2, width // 2
    return math.prod(channels) * height * width
