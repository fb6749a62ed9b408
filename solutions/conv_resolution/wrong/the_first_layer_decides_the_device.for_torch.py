"""The first layer decides on which device the network is; the others need not be told."""
# The rest: solution


def _convolutions(channels, device):
    first, *later = channels
    yield from (nn.LazyConv2d(first, 3, padding=1, device=device), nn.ReLU(), nn.MaxPool2d(2))
    for out_channels in later:
        yield from (nn.LazyConv2d(out_channels, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))


def build(channels, classes, *, device=None):
    return nn.Sequential(*_convolutions(channels, device), nn.Flatten(), nn.LazyLinear(classes))


def any_resolution(channels, classes, *, device=None):
    net = build(channels, classes, device=device)
    net.insert(-2, nn.AdaptiveAvgPool2d(1))
    return net
