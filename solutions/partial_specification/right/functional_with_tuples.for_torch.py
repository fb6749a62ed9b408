"""Small functions and tuples, the whole construction under the device that was asked for."""

import contextlib
import itertools

import torch
from torch import nn


def linear(size):
    takes, gives = size
    return nn.Linear(takes, gives) if takes else nn.LazyLinear(gives)


def after_the_first(size):
    return nn.Sequential(nn.ReLU(inplace=True), linear(size))


def build(layers, *, device=None):
    first, *others = layers
    with torch.device(device) if device else contextlib.nullcontext():
        return nn.Sequential(linear(first), *map(after_the_first, others))


def initialized(layers):
    return tuple(takes is not None for takes, _ in layers)


def known_parameters(layers):
    return sum((takes + 1) * gives for takes, gives in layers if takes)


def specify(layers, in_features):
    widths = [in_features] + [gives for _, gives in layers]
    return tuple(itertools.pairwise(widths))
