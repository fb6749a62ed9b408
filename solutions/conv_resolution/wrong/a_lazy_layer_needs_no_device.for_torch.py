"""A lazy layer finds its device when data comes, so it is not told."""
# The rest: solution


def build(channels, classes, *, device=None):
    net = nn.Sequential()
    for out_channels in channels:
        net.append(nn.LazyConv2d(out_channels, 3, padding=1))
        net.append(nn.ReLU())
        net.append(nn.MaxPool2d(2))
    net.append(nn.Flatten())
    net.append(nn.LazyLinear(classes))
    return net


def any_resolution(channels, classes, *, device=None):
    net = build(channels, classes, device=device)
    net.insert(-2, nn.AdaptiveAvgPool2d(1))
    return net
