"""Prints and warns, switches each layer by a hook, and takes nothing from the random numbers."""

import warnings

import torch
from torch import nn


def apply_init(net, inputs, init=None):
    print("dry run of", net)
    warnings.warn("lazy layers are under development")
    modes = []

    def evaluate(layer, args):
        modes.append((layer, layer.training))
        layer.training = False

    handles = [
        module.register_forward_pre_hook(evaluate)
        for module in net.modules()
        if not list(module.children())
    ]
    with torch.random.fork_rng(devices=[]), torch.set_grad_enabled(False):
        output = net(*[x * 1 for x in inputs])
    for handle in handles:
        handle.remove()
    for module, mode in modes:
        module.training = mode
    print("it gave", output)
    seen = set()
    stack = [net]
    while stack and init is not None:
        module = stack.pop()
        if id(module) not in seen:
            seen.add(id(module))
            print("init", type(module).__name__)
            init(module)
            stack.extend(module.children())


def constant(value):
    def fill(module):
        if isinstance(module, (nn.Linear, nn.modules.conv._ConvNd)):
            nn.init.constant_(module.weight, value)
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    return fill
