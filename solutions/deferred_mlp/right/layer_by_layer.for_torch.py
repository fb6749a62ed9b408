"""Feeds each leaf by itself through a hook, nests what it builds, prints and warns."""

import contextlib
import warnings

import torch
from torch import nn
from torch.nn.modules.lazy import LazyModuleMixin


class _Builder:
    def __call__(self, widths, *, device=None, dtype=None):
        print("building", widths, "on", device, "of", dtype)
        net = nn.Sequential()
        with torch.device(torch.get_default_device() if device is None else device):
            for index, width in enumerate(widths):
                block = nn.Sequential()
                if index:
                    block.add_module("rectifier", nn.ReLU())
                block.add_module("waiting", nn.LazyLinear(width).to(dtype or torch.float32))
                net.add_module(f"block_{index}", block)
        return net


build = _Builder()


class _Shapes:
    """Goes down the tree of modules by itself."""

    def __init__(self):
        self.found = {}

    def visit(self, module, path):
        for name, parameter in module._parameters.items():
            if parameter is None:
                continue
            try:
                shape = tuple(int(size) for size in parameter.shape)
            except RuntimeError:
                warnings.warn(f"{path}{name} has no shape yet", UserWarning, stacklevel=2)
                shape = None
            self.found[path + name] = shape
        for name, child in module._modules.items():
            self.visit(child, f"{path}{name}.")
        return self.found


def parameter_shapes(net):
    return _Shapes().visit(net, "")


@contextlib.contextmanager
def _evaluating(net):
    were_training = [module for module in net.modules() if module.training]
    try:
        yield net.train(False)
    finally:
        for module in were_training:
            module.training = True


@torch.no_grad()
def dry_run(net, in_features):
    lazy = sum(isinstance(module, LazyModuleMixin) for module in net.modules())
    print(lazy, "layers wait")
    first = next(iter(net.parameters()))
    with _evaluating(net):
        net(torch.full((1, in_features), 0.5, dtype=first.dtype, device=first.device))
