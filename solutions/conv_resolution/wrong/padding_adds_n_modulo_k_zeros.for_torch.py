"""Padding n pixels to a multiple of k takes n % k zeros."""
# The rest: right/mean_over_tiles


def build(channels, classes, *, device=None):
    net = nn.Sequential()
    for out_channels in channels:
        net.append(nn.LazyConv2d(out_channels, 3, padding=1, device=device))
        net.append(nn.ReLU())
        net.append(nn.MaxPool2d(2))
    net.append(nn.Flatten())
    net.append(nn.LazyLinear(classes, device=device))
    return net


class Tiled(nn.Module):
    """Cuts an image into tiles of the smallest resolution, and averages what each tile says."""

    def __init__(self, net, side):
        super().__init__()
        self.net = net
        self.side = side

    def forward(self, images):
        rows, colors, height, width = images.shape
        k = self.side
        images = F.pad(images, (0, width % k, 0, height % k))
        tiles = images.unflatten(3, (-1, k)).unflatten(2, (-1, k)).permute(0, 2, 4, 1, 3, 5)
        return self.net(tiles.reshape(-1, colors, k, k)).unflatten(0, (rows, -1)).mean(1)


def any_resolution(channels, classes, *, device=None):
    return Tiled(build(channels, classes, device=device), 2 ** len(channels))
