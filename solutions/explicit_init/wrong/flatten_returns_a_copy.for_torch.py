"""What leaves nn.Flatten is always a copy."""

import torch
from torch import nn


def _first_layer(net):
    while list(net.children()):
        net = next(net.children())
    return net


def apply_init(net, inputs, init=None):
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    with torch.no_grad():
        in_danger = getattr(_first_layer(net), "inplace", False)
        net(*(x.clone() if in_danger else x for x in inputs))
    for module, mode in modes:
        module.training = mode
    if init is not None:
        net.apply(init)


def constant(value):
    def fill(module):
        if isinstance(module, (nn.Linear, nn.modules.conv._ConvNd)):
            nn.init.constant_(module.weight, value)
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    return fill
