"""Layers in a Python list belong to the module that holds the list."""
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


class Listed(nn.Module):
    def __init__(self, channels, classes, device):
        super().__init__()
        *self.body, _, self.head = build(channels, classes, device=device)

    def forward(self, images):
        for layer in self.body:
            images = layer(images)
        return self.head(images.mean(dim=(2, 3)))


def any_resolution(channels, classes, *, device=None):
    return Listed(channels, classes, device)
