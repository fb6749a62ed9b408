"""A convolution with a kernel of 3 makes each side 2 shorter, padding or not."""
# The rest: solution


def build(channels, classes, *, device=None):
    net = nn.Sequential()
    for out_channels in channels:
        net.append(nn.LazyConv2d(out_channels, 3, padding=1, device=device))
        net.append(nn.ReLU())
        net.append(nn.MaxPool2d(2))
    net.append(nn.Flatten())
    net.append(nn.LazyLinear(classes, device=device))
    return net


def flattened_features(channels, height, width):
    for _ in channels:
        height, width = max(height - 2, 0) // 2, max(width - 2, 0) // 2
    return channels[-1] * height * width


def accepts(channels, classes, first, then):
    features = flattened_features(channels, *then)
    return features > 0 and features == flattened_features(channels, *first)


def any_resolution(channels, classes, *, device=None):
    net = build(channels, classes, device=device)
    net.insert(-2, nn.AdaptiveAvgPool2d(1))
    return net
