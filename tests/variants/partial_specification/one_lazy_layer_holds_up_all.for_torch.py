"""PyTorch initializes a network as a whole: it can only do so when every size is there."""

from torch import nn


def build(layers, *, device=None):
    net = nn.Sequential()
    for inputs, outputs in layers:
        if len(net):
            net.append(nn.ReLU())
        if inputs is None:
            net.append(nn.LazyLinear(outputs, device=device))
        else:
            net.append(nn.Linear(inputs, outputs, device=device))
    return net


def _complete(layers):
    return None not in [inputs for inputs, _ in layers]


def initialized(layers):
    return [_complete(layers) for _ in layers]


def known_parameters(layers):
    count = 0
    for inputs, outputs in layers:
        if inputs is None:
            return 0
        count += outputs * inputs + outputs
    return count


def specify(layers, in_features):
    widths = [in_features]
    for _, outputs in layers:
        widths.append(outputs)
    return [(widths[k], widths[k + 1]) for k in range(len(layers))]
