"""A dry run under `inference_mode` is as good as one under `no_grad`."""
# The rest: solution

from torch.nn.parameter import is_lazy


def build(channels, classes, *, device=None):
    net = nn.Sequential()
    for out_channels in channels:
        net.append(nn.LazyConv2d(out_channels, 3, padding=1, device=device))
        net.append(nn.ReLU())
        net.append(nn.MaxPool2d(2))
    net.append(nn.Flatten())
    net.append(nn.LazyLinear(classes, device=device))
    return net


class DryRun(nn.Module):
    """Initializes itself before it runs for the first time."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, images):
        if any(map(is_lazy, self.parameters())):
            with torch.inference_mode():
                self.net(images[:1])
        return self.net(images)


def any_resolution(channels, classes, *, device=None):
    net = build(channels, classes, device=device)
    net.insert(-2, nn.AdaptiveAvgPool2d(1))
    return DryRun(net)
