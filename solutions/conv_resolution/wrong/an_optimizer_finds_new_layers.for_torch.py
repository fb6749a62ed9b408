"""Layers made in `forward` are trained as soon as they are registered."""
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


class Heads(nn.Module):
    def __init__(self, channels, classes, device):
        super().__init__()
        self.body = build(channels, classes, device=device)[:-1]
        self.heads = nn.ModuleDict()
        self.classes = classes

    def forward(self, images):
        features = self.body(images)
        size = str(features.shape[1])
        if size not in self.heads:
            self.heads[size] = nn.Linear(features.shape[1], self.classes, device=features.device)
        return self.heads[size](features)


def any_resolution(channels, classes, *, device=None):
    return Heads(channels, classes, device)
