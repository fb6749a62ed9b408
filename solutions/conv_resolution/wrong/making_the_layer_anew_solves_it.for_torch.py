"""A new layer for each new size solves varying resolutions."""
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


class Renewed(nn.Module):
    def __init__(self, channels, classes, device):
        super().__init__()
        net = build(channels, classes, device=device)
        self.body, self.head = net[:-1], net[-1]
        self.classes = classes

    def forward(self, images):
        features = self.body(images)
        if self.head.in_features != features.shape[1]:
            self.head = nn.LazyLinear(self.classes, device=features.device)
        return self.head(features)


def any_resolution(channels, classes, *, device=None):
    return Renewed(channels, classes, device)
