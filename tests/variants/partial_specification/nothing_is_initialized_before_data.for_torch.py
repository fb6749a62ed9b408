"""Networks are symbolic until a batch runs through them, so before that there are no numbers."""

from torch import nn


class Mlp(nn.Sequential):
    def __init__(self, units, device):
        super().__init__()
        last = len(units) - 1
        for k, u in enumerate(units):
            self.append(nn.LazyLinear(u, device=device))
            if k != last:
                self.append(nn.ReLU())


def build(layers, *, device=None):
    # the sizes that are given will come out by themselves
    return Mlp([pair[1] for pair in layers], device)


def initialized(layers):
    return [False] * len(layers)


def known_parameters(layers):
    return sum(initialized(layers))


def specify(layers, in_features):
    sizes, came = [], in_features
    for _, gives in layers:
        sizes.append((came, gives))
        came = gives
    return sizes
