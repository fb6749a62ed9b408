"""Averages what one network without any bias says of tiles of the image, padded to fit."""

import torch
from torch import nn
from torch.nn import functional as F


def _block(out_channels, device, **options):
    convolution = nn.LazyConv2d(out_channels, 3, padding=1, device=device, **options)
    return [convolution, nn.ReLU(), nn.MaxPool2d(2)]


def build(channels, classes, *, device=None):
    body = sum([_block(count, device) for count in channels], [])
    return nn.Sequential(*body, nn.Flatten(), nn.LazyLinear(classes, device=device))


def flattened_features(channels, height, width):
    pixels = torch.empty(height, width)
    for _ in channels:
        pixels = pixels[:-1:2, :-1:2]
    return channels[-1] * pixels.numel()


def accepts(channels, classes, first, then):
    counts = {flattened_features(channels, *resolution) for resolution in (first, then)}
    return len(counts) == 1 and 0 not in counts


class Tiled(nn.Module):
    def __init__(self, channels, classes, device):
        super().__init__()
        body = sum([_block(count, device, bias=False) for count in channels], [])
        head = nn.LazyLinear(classes, bias=False, device=device)
        self.net = nn.Sequential(*body, nn.Flatten(), head)
        self.side = 2 ** len(channels)

    def forward(self, x):
        k = self.side
        x = F.pad(x, (0, -x.shape[3] % k, 0, -x.shape[2] % k))
        tiles = [self.net(tile) for row in x.split(k, dim=2) for tile in row.split(k, dim=3)]
        return torch.stack(tiles).mean(0)


def any_resolution(channels, classes, *, device=None):
    return Tiled(channels, classes, device)
