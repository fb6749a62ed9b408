"""A network of convolutions alone gives one answer for each image of any resolution."""
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


def any_resolution(channels, classes, *, device=None):
    net = build(channels, classes, device=device)[:-2]
    net.append(nn.LazyConv2d(classes, 1, device=device))
    net.append(nn.Flatten())
    return net
