"""Images have three channels, so there is nothing to infer in the first layer."""
# The rest: solution


def build(channels, classes, *, device=None):
    net = nn.Sequential(nn.Conv2d(3, channels[0], 3, padding=1, device=device))
    for out_channels in channels[1:]:
        net.append(nn.ReLU())
        net.append(nn.MaxPool2d(2))
        net.append(nn.LazyConv2d(out_channels, 3, padding=1, device=device))
    net.append(nn.ReLU())
    net.append(nn.MaxPool2d(2))
    net.append(nn.Flatten())
    net.append(nn.LazyLinear(classes, device=device))
    return net


def any_resolution(channels, classes, *, device=None):
    net = build(channels, classes, device=device)
    net.insert(-2, nn.AdaptiveAvgPool2d(1))
    return net
