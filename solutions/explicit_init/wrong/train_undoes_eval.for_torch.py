"""`train()` undoes what `eval()` has done."""

import torch
from torch import nn


def apply_init(net, inputs, init=None):
    net.eval()
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    net.train()
    if init is not None:
        net.apply(init)


def constant(value):
    def fill(module):
        if isinstance(module, (nn.Linear, nn.modules.conv._ConvNd)):
            nn.init.constant_(module.weight, value)
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    return fill
