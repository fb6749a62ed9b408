"""Flattening leaves one feature for each pixel, however many channels there are."""
# The rest: right/by_running_on_the_meta_device


def flattened_features(channels, height, width):
    for _ in channels:
        height, width = height // 2, width // 2
    return height * width
