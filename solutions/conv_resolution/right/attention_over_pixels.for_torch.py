"""Lets a learned query attend to the pixels; tuples and generators elsewhere."""

import math

import torch
from torch import nn


def build(channels, classes, *, device=None):
    options = {"device": device}
    net = nn.Sequential(nn.Flatten(), nn.LazyLinear(classes, **options))
    for count in reversed(channels):
        net.insert(0, nn.MaxPool2d(2))
        net.insert(0, nn.ReLU())
        net.insert(0, nn.LazyConv2d(count, 3, padding=1, **options))
    return net


def flattened_features(channels, height, width):
    window = 2 ** len(channels)
    return math.prod((*tuple(channels)[-1:], height // window, width // window))


def accepts(channels, classes, first, then):
    return 0 < flattened_features(channels, *then) == flattened_features(channels, *first)


class Attention(nn.Module):
    def __init__(self, classes, size, device):
        super().__init__()
        self.embed = nn.LazyConv2d(size, 1, device=device)
        self.query = nn.Parameter(torch.randn(size, device=device))
        self.answer = nn.Linear(size, classes, device=device)

    def forward(self, x):
        pixels = self.embed(x).flatten(2).transpose(1, 2)
        weights = torch.softmax(pixels @ self.query, dim=1)
        return torch.log_softmax(self.answer((weights[..., None] * pixels).sum(1)), dim=-1)


def any_resolution(channels, classes, *, device=None):
    return Attention(classes, channels[-1], device)
