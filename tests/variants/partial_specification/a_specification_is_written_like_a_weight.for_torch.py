"""Run the network once and write down the shape of each weight: that is the specification."""

import torch
from torch import nn


def build(layers, *, device=None):
    net = nn.Sequential()
    for number, (n_in, n_out) in enumerate(layers, start=1):
        if number > 1:
            net.add_module(f"relu{number - 1}", nn.ReLU())
        layer = (
            nn.LazyLinear(n_out, device=device)
            if n_in is None
            else nn.Linear(n_in, n_out, device=device)
        )
        net.add_module(f"fc{number}", layer)
    return net


def initialized(layers):
    answer = []
    for n_in, _ in layers:
        if n_in is None:
            answer.append(False)
        else:
            answer.append(True)
    return answer


def known_parameters(layers):
    total = 0
    for n_in, n_out in layers:
        if n_in is not None:
            total += n_in * n_out
            total += n_out
    return total


def specify(layers, in_features):
    net = build(layers)
    net(torch.rand(1, in_features))
    return [tuple(m.weight.shape) for m in net.children() if hasattr(m, "weight")]
