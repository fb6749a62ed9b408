"""What a convolution adds are channels: those of all convolutions reach the linear layer."""
# The rest: right/by_running_on_the_meta_device


def flattened_features(channels, height, width):
    for _ in channels:
        height, width = height // 2, width // 2
    return sum(channels) * height * width
