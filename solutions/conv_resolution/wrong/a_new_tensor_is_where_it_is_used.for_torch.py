"""A tensor that is made in forward is on the device of those that it is used with."""
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


class WithPositions(nn.Module):
    """Tells the convolutions how high in the image they are."""

    def __init__(self, channels, classes, device):
        super().__init__()
        self.body = build(channels, classes, device=device)
        self.body.insert(-2, nn.AdaptiveAvgPool2d(1))

    def forward(self, x):
        heights = torch.linspace(-1, 1, x.shape[-2])
        positions = heights[:, None].expand(x.shape[0], 1, *x.shape[2:])
        return self.body(torch.cat([x, positions], dim=1))


def any_resolution(channels, classes, *, device=None):
    return WithPositions(channels, classes, device)
