"""Shows the network one row only, walks the tree by itself, and writes through no_grad."""

import torch
from torch import nn


def apply_init(net, inputs, init=None):
    modes = {}

    def remember(module):
        modes[module] = module.training
        module.training = False
        for child in module.children():
            remember(child)

    remember(net)
    net(*[x[:1].clone() for x in inputs])  # gradients may be recorded: nobody asks for them
    for module, mode in modes.items():
        module.training = mode

    def visit(module):
        with torch.no_grad():
            if init:
                init(module)
        for child in module.children():
            visit(child)

    visit(net)


def constant(value):
    kinds = nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d

    def fill(module):
        if not isinstance(module, kinds):
            return None
        for name, parameter in module.named_parameters(recurse=False):
            parameter.fill_(value if name == "weight" else 0)  # apply_init forbids gradients
        return module

    return fill
