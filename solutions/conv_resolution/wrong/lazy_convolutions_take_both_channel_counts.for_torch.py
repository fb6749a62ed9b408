"""A lazy convolution takes the channels that come and the channels that go."""
# The rest: solution


def build(channels, classes, *, device=None):
    net = nn.Sequential()
    for index, out_channels in enumerate(channels):
        if index == 0:
            net.append(nn.LazyConv2d(out_channels, 3, padding=1, device=device))
        else:
            net.append(nn.LazyConv2d(channels[index - 1], out_channels, 3, padding=1, device=device))
        net.append(nn.ReLU())
        net.append(nn.MaxPool2d(2))
    net.append(nn.Flatten())
    net.append(nn.LazyLinear(classes, device=device))
    return net
