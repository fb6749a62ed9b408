"""Answers with callable objects and bound methods of one class, in explicit loops."""

from collections import OrderedDict

import torch
from torch import nn


class Chain(nn.Sequential):
    """A Sequential that knows how it was specified."""

    @classmethod
    def of(cls, layers, *, device=None):
        named = OrderedDict()
        for index, (takes, gives) in enumerate(layers, start=1):
            if takes is None:
                named[f"lazy{index}"] = nn.LazyLinear(gives, True, device, torch.float32)
            else:
                named[f"linear{index}"] = nn.Linear(takes, gives, True, device, torch.float32)
            if index != len(layers):
                named[f"relu{index}"] = nn.ReLU()
        return cls(named)


class Counter:
    def flags(self, layers):
        found = []
        for takes, _ in layers:
            found.append(False if takes is None else True)
        return found

    def __call__(self, layers):
        total = 0
        for takes, gives in layers:
            if takes is not None:
                total += takes * gives
                total += gives
        return total


class Specify:
    def __call__(self, layers, in_features):
        complete = []
        for takes, gives in layers:
            complete.append([in_features if takes is None else takes, gives])
            in_features = gives
        return complete


build = Chain.of
initialized = Counter().flags
known_parameters = Counter()
specify = Specify()
