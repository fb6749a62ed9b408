"""Answers by running the real network where it costs no memory, and pools adaptively to 2 by 2."""

import contextlib

import torch
from torch import nn


def build(channels, classes, *, device=None):
    blocks = []
    for count in channels:
        block = nn.Sequential()
        block.add_module("convolution", nn.LazyConv2d(count, (3, 3), padding=(1, 1), device=device))
        block.add_module("rectifier", nn.ReLU(inplace=True))
        block.add_module("pooling", nn.MaxPool2d((2, 2), stride=2))
        blocks.append(block)
    head = nn.Sequential(nn.Flatten(start_dim=1), nn.LazyLinear(classes, device=device))
    return nn.Sequential(nn.Sequential(*blocks), head)


def flattened_features(channels, height, width):
    net = build(channels, 1, device="meta")
    net(torch.empty(1, 1, height, width, device="meta"))
    return net[-1][-1].in_features


def accepts(channels, classes, first, then):
    net = build(channels, classes, device="meta")
    net(torch.empty(1, 3, *first, device="meta"))
    with contextlib.suppress(RuntimeError):
        net(torch.empty(1, 3, *then, device="meta"))
        return True
    return False


def any_resolution(channels, classes, *, device=None):
    net = build(channels, classes, device=device)
    return nn.Sequential(net[0], nn.AdaptiveMaxPool2d((2, 2)), net[1])
