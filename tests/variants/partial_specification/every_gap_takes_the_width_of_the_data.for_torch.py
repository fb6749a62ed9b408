"""What I leave out is what the data have: I put in_features wherever there is None."""

from collections import namedtuple

from torch import nn

Spec = namedtuple("Spec", "takes gives")


def build(layers, *, device=None):
    specs = [Spec(*pair) for pair in layers]
    net = []
    while specs:
        spec = specs.pop(0)
        if spec.takes is None:
            net.append(nn.LazyLinear(spec.gives, device=device))
        else:
            net.append(nn.Linear(*spec, device=device))
        if specs:
            net.append(nn.ReLU())
    return nn.Sequential(*net)


def initialized(layers):
    return [Spec(*pair).takes is not None for pair in layers]


def known_parameters(layers):
    ready = filter(lambda spec: spec.takes is not None, (Spec(*pair) for pair in layers))
    return sum(spec.gives * (1 + spec.takes) for spec in ready)


def specify(layers, in_features):
    out = [list(pair) for pair in layers]
    out[0][0] = in_features
    for pair in out:
        pair[0] = pair[0] or in_features
    return out
