"""An initializer that is an object, and clean-up that an ExitStack remembers."""

import contextlib
from dataclasses import dataclass
from functools import singledispatchmethod

import torch
from torch import nn
from torch.nn.modules.conv import _ConvNd


def apply_init(net, inputs, init=None):
    with contextlib.ExitStack() as stack:
        for module in net.modules():
            stack.callback(setattr, module, "training", module.training)
        stack.enter_context(torch.no_grad())
        net.eval()
        net(*[torch.zeros_like(x) for x in inputs])
    for module in list(net.modules())[::-1] if init is not None else ():
        init(module)


@dataclass
class _Constant:
    value: float

    @singledispatchmethod
    def __call__(self, module: nn.Module):
        pass

    @__call__.register
    def _(self, module: nn.Linear):
        self.fill(module)

    @__call__.register
    def _(self, module: _ConvNd):
        self.fill(module)

    def fill(self, module):
        module.weight.data = torch.full_like(module.weight, self.value)
        if module.bias is not None:
            module.bias.data.zero_()


def constant(value):
    return _Constant(value)
