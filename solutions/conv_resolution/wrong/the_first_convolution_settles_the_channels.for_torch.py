"""The first convolution settles how many channels the network has."""
# The rest: right/by_running_on_the_meta_device


def flattened_features(channels, height, width):
    for _ in channels:
        height, width = height // 2, width // 2
    return channels[0] * height * width
